package resources

import (
	"context"
	"net/http"
	"net/url"
	"time"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

func environments(c *Call) string {
	return api.Path("projects", c.State.Text("project"), "environments")
}

func environment(c *Call) string { return environments(c) + "/" + numberIn(c.ID) }

var projectEnvironment = &Kind{
	Resource: projectEnvironmentTable,
	Address:  func(id string) Values { return Values{"project": parts("project", "id")(id)["project"]} },
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		object, err := c.Post(ctx, environments(c), c.Body(), func() (api.Object, error) {
			found, err := c.List(ctx, environments(c), url.Values{"name": {c.Inputs.Text("name")}})
			if err != nil || len(found) == 0 {
				return nil, err
			}
			return found[0], nil
		})
		return c.Inputs.Text("project") + ":" + idOf(object), object, err
	},
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		return gone(c.Get(ctx, environment(c), nil))
	},
	Update: func(ctx context.Context, c *Call) (api.Object, error) {
		return c.change(ctx, http.MethodPut, environment(c))
	},
	Delete: func(ctx context.Context, c *Call) error {
		if c.State.Flag("stopBeforeDestroy") {
			if err := stop(ctx, c); err != nil {
				return removed(err)
			}
		}
		_, err := c.Send(ctx, http.MethodDelete, environment(c), nil)
		return removed(err)
	},
}

// stop waits: stopping may run a job.
func stop(ctx context.Context, c *Call) error {
	if _, err := c.Send(ctx, http.MethodPost, environment(c)+"/stop", nil); err != nil {
		return err
	}
	return api.Poll(ctx, 5*time.Minute, "stopping "+c.Name, func() (bool, error) {
		object, err := c.Get(ctx, environment(c), nil)
		return text(object, "state") == "stopped", err
	})
}
