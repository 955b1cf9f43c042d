package resources

import (
	"context"
	"net/http"
	"time"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

var roleLevels = map[string]float64{
	"no one": 0, "minimal": 5, "guest": 10, "planner": 15, "reporter": 20, "developer": 30, "maintainer": 40, "owner": 50,
}

func tokens(c *Call) string { return api.Path("projects", c.State.Text("project"), "access_tokens") }

func token(c *Call) string { return tokens(c) + "/" + numberIn(c.ID) }

var newToken = unnamed{
	path: tokens, list: tokens,
	query:    map[string][]string{"state": {"active"}},
	discards: func(c *Call, object api.Object) string { return tokens(c) + "/" + idOf(object) },
}

const day = "2006-01-02"

var projectAccessToken = &Kind{
	Resource: projectAccessTokenTable,
	Address:  func(id string) Values { return Values{"project": parts("project", "id")(id)["project"]} },
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		body := with(c.Body(), api.Object{"access_level": roleLevels[c.Inputs.Text("accessLevel")]})
		if rotation, ok := c.Inputs["rotationConfiguration"].(map[string]any); ok {
			days, _ := rotation["expirationDays"].(float64)
			body["expires_at"] = time.Now().UTC().AddDate(0, 0, int(days)).Format(day)
		}
		object, err := newToken.create(ctx, c, body)
		return c.Inputs.Text("project") + ":" + idOf(object), object, err
	},
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		object, err := gone(c.Get(ctx, token(c), nil))
		if object["revoked"] == true || object["active"] == false {
			return nil, nil
		}
		return object, err
	},
	// All that can change is when and how the plugin rotates.
	Update: func(ctx context.Context, c *Call) (api.Object, error) { return c.Get(ctx, token(c), nil) },
	Delete: func(ctx context.Context, c *Call) error {
		_, err := c.Send(ctx, http.MethodDelete, token(c), nil)
		return removed(err)
	},
	Shape: func(object api.Object) Values {
		values := Values{}
		for name, level := range roleLevels {
			if object["access_level"] == level {
				values["accessLevel"] = name
			}
		}
		return values
	},
	Stale: func(inputs, state Values) string {
		rotation, ok := inputs["rotationConfiguration"].(map[string]any)
		end, err := time.Parse(day, state.Text("expiresAt"))
		if !ok || err != nil {
			return ""
		}
		before, _ := rotation["rotateBeforeDays"].(float64)
		if time.Now().Before(end.AddDate(0, 0, -int(before))) {
			return ""
		}
		return "expiresAt"
	},
}

func hooks(c *Call) string { return api.Path("projects", c.State.Text("project"), "hooks") }

func hook(c *Call) string { return hooks(c) + "/" + numberIn(c.ID) }

var newHook = unnamed{path: hooks, list: hooks}

var projectHook = &Kind{
	Resource: projectHookTable,
	Address:  func(id string) Values { return Values{"project": parts("project", "id")(id)["project"]} },
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		object, err := newHook.create(ctx, c, c.Body())
		return c.Inputs.Text("project") + ":" + idOf(object), object, err
	},
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		return gone(c.Get(ctx, hook(c), nil))
	},
	// GitLab wants the address in every change.
	Update: func(ctx context.Context, c *Call) (api.Object, error) {
		return c.Send(ctx, http.MethodPut, hook(c), c.Body())
	},
	Delete: func(ctx context.Context, c *Call) error {
		_, err := c.Send(ctx, http.MethodDelete, hook(c), nil)
		return removed(err)
	},
}
