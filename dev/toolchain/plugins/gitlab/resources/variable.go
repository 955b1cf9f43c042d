package resources

import (
	"context"
	"net/http"
	"net/url"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

var (
	projectVariable = variable(projectVariableTable, "projects", "project")
	groupVariable   = variable(groupVariableTable, "groups", "group")
)

func variable(t table.Resource, list, owner string) *Kind {
	calls := rest{
		list: func(c *Call) string { return api.Path(list, c.Inputs.Text(owner), "variables") },
		item: func(c *Call) string {
			return api.Path(list, c.State.Text(owner), "variables", c.State.Text("key"))
		},
		query: func(c *Call) url.Values {
			return url.Values{"filter[environment_scope]": {c.State.Text("environmentScope")}}
		},
	}
	id := func(v Values) string {
		return v.Text(owner) + ":" + v.Text("key") + ":" + v.Text("environmentScope")
	}
	kind := calls.kind(t, parts(owner, "key", "environmentScope"))
	kind.Create = func(ctx context.Context, c *Call) (string, api.Object, error) {
		c.State = c.Inputs
		body := c.Body()
		if c.Inputs.Flag("hidden") {
			body["masked_and_hidden"] = true
		}
		delete(body, "hidden")
		object, err := c.Post(ctx, calls.list(c), body, func() (api.Object, error) { return calls.read(ctx, c) })
		return id(c.Inputs), object, err
	}
	// GitLab wants the value in every change, and hears nothing of `hidden` in any.
	kind.Update = func(ctx context.Context, c *Call) (api.Object, error) {
		body := c.Body()
		delete(body, "key")
		delete(body, "hidden")
		return c.Do(ctx, api.Request{Method: http.MethodPut, Path: calls.item(c), Query: calls.query(c), Body: body})
	}
	return kind
}
