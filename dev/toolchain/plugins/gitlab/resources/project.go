package resources

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"time"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

var project = &Kind{
	Resource: projectTable,
	Create:   createProject,
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		return alive(gone(c.Get(ctx, api.Path("projects", c.ID), nil)))
	},
	Update: updateProject,
	Delete: func(ctx context.Context, c *Call) error {
		if c.State.Flag("archiveOnDestroy") {
			_, err := c.Send(ctx, http.MethodPost, api.Path("projects", c.ID)+"/archive", nil)
			return removed(err)
		}
		return discard(ctx, c, "projects", "path_with_namespace", c.State.Flag("permanentlyDeleteOnDestroy"))
	},
	Identify: idOf,
	Shape: func(object api.Object) Values {
		values := Values{}
		if namespace, ok := object["namespace"].(api.Object); ok {
			values["namespaceId"] = namespace["id"]
		}
		if archived, ok := object["archived"]; ok {
			values["archived"] = archived
		}
		return values
	},
}

func createProject(ctx context.Context, c *Call) (string, api.Object, error) {
	object, err := c.Post(ctx, "projects", renamed(c.Body()), func() (api.Object, error) { return findProject(ctx, c) })
	if err != nil {
		return "", nil, err
	}
	id := idOf(object)
	finished, err := finishProject(ctx, c, id, object)
	if err != nil {
		return id, object, err
	}
	return id, finished, nil
}

// finishProject does what a POST does not: waits for GitLab's own protection of the first branch, sets options that
// only a PUT takes, and archives.
func finishProject(ctx context.Context, c *Call, id string, object api.Object) (api.Object, error) {
	path := api.Path("projects", id)
	if c.Inputs.Flag("initializeWithReadme") && !c.Inputs.Flag("skipWaitForDefaultBranchProtection") {
		branch := path + "/repository/branches/" + api.Path(text(object, "default_branch"))
		err := api.Poll(ctx, 2*time.Minute, "protecting the default branch of "+c.Name, func() (bool, error) {
			found, err := gone(c.Get(ctx, branch, nil))
			return found == nil || found["protected"] == true, err
		})
		if err != nil {
			return nil, err
		}
	}
	missing := api.Object{}
	for key, wanted := range c.Body() {
		property := c.byField(key)
		if key != "namespace_id" && !property.Kept && !table.Same(*property, wanted, object[key]) {
			missing[key] = wanted
		}
	}
	var err error
	if len(missing) > 0 {
		if object, err = c.Send(ctx, http.MethodPut, path, renamed(missing)); err != nil {
			return nil, err
		}
	}
	if c.Inputs.Flag("archived") {
		return c.Send(ctx, http.MethodPost, path+"/archive", nil)
	}
	return c.Get(ctx, path, nil)
}

var noPath = regexp.MustCompile(`[^a-z0-9_.-]+`)

// findProject looks where GitLab would have put it.
func findProject(ctx context.Context, c *Call) (api.Object, error) {
	path := c.Inputs.Text("path")
	if path == "" {
		path = strings.Trim(noPath.ReplaceAllString(strings.ToLower(c.Inputs.Text("name")), "-"), "-")
	}
	if space := c.Inputs.Number("namespaceId"); space != 0 {
		return below(ctx, c, "projects", space, path)
	}
	user, err := c.Get(ctx, "user", nil)
	if err != nil {
		return nil, err
	}
	return c.Get(ctx, api.Path("projects", text(user, "username")+"/"+path), nil)
}

func updateProject(ctx context.Context, c *Call) (api.Object, error) {
	path := api.Path("projects", c.ID)
	changes := c.Changes()
	if space, moves := changes["namespace_id"]; moves {
		delete(changes, "namespace_id")
		if _, err := c.Send(ctx, http.MethodPut, path+"/transfer", api.Object{"namespace": space}); err != nil {
			return nil, err
		}
	}
	archives := c.Changed["archived"]
	if archives && !c.Inputs.Flag("archived") {
		if _, err := c.Send(ctx, http.MethodPost, path+"/unarchive", nil); err != nil {
			return nil, err
		}
	}
	delete(changes, "initialize_with_readme")
	if len(changes) > 0 {
		if _, err := c.Send(ctx, http.MethodPut, path, renamed(changes)); err != nil {
			return nil, err
		}
	}
	if archives && c.Inputs.Flag("archived") {
		if _, err := c.Send(ctx, http.MethodPost, path+"/archive", nil); err != nil {
			return nil, err
		}
	}
	return c.Get(ctx, path, nil)
}

// renamed: the clean-up rules are an object that is read under one name and written under another.
func renamed(body api.Object) api.Object {
	if policy, ok := body["container_expiration_policy"]; ok {
		delete(body, "container_expiration_policy")
		return with(body, api.Object{"container_expiration_policy_attributes": policy})
	}
	return body
}
