package resources

import (
	"context"
	"net/http"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

func runner(c *Call) string { return api.Path("runners", c.ID) }

var newRunner = unnamed{
	path: func(*Call) string { return "user/runners" },
	list: func(c *Call) string {
		switch c.Inputs.Text("runnerType") {
		case "group_type":
			return api.Path("groups", c.Inputs.Number("groupId"), "runners")
		case "project_type":
			return api.Path("projects", c.Inputs.Number("projectId"), "runners")
		default:
			return "runners/all"
		}
	},
	discards: func(_ *Call, object api.Object) string { return api.Path("runners", idOf(object)) },
}

var userRunner = &Kind{
	Resource: userRunnerTable,
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		body := c.Body()
		for name, key := range map[string]string{"groupId": "group_id", "projectId": "project_id"} {
			if _, given := c.Inputs[name]; given {
				body[key] = c.Inputs[name]
			}
		}
		made, err := newRunner.create(ctx, c, body)
		if err != nil {
			return "", nil, err
		}
		c.ID = idOf(made)
		object, err := c.Get(ctx, runner(c), nil)
		return c.ID, with(object, api.Object{"token": made["token"]}), err
	},
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		return gone(c.Get(ctx, runner(c), nil))
	},
	Update: func(ctx context.Context, c *Call) (api.Object, error) {
		return c.change(ctx, http.MethodPut, runner(c))
	},
	Delete: func(ctx context.Context, c *Call) error {
		_, err := c.Send(ctx, http.MethodDelete, runner(c), nil)
		return removed(err)
	},
	// Whose it is, GitLab tells as a list of one.
	Shape: func(object api.Object) Values {
		values := Values{}
		for key, name := range map[string]string{"groups": "groupId", "projects": "projectId"} {
			if owners, _ := object[key].([]any); len(owners) > 0 {
				if owner, ok := owners[0].(api.Object); ok {
					values[name] = owner["id"]
				}
			}
		}
		return values
	},
}
