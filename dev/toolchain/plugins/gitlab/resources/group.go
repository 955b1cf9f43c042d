package resources

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"smallboat/dev/toolchain/plugins/gitlab/api"
)

// deletionLimit is how long GitLab may take to let go of a group or project.
const deletionLimit = 5 * time.Minute

var group = &Kind{
	Resource: groupTable,
	Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
		object, err := c.Post(ctx, "groups", c.Body(), func() (api.Object, error) {
			return below(ctx, c, "groups", c.Inputs.Number("parentId"), c.Inputs.Text("path"))
		})
		if err != nil {
			return "", nil, err
		}
		return idOf(object), object, nil
	},
	Read: func(ctx context.Context, c *Call) (api.Object, error) {
		return alive(gone(c.Get(ctx, api.Path("groups", c.ID), withoutProjects)))
	},
	Update: func(ctx context.Context, c *Call) (api.Object, error) {
		changes := c.Changes()
		if parent, moves := changes["parent_id"]; moves {
			delete(changes, "parent_id")
			body := api.Object{}
			if parent != 0.0 {
				body["group_id"] = parent
			}
			if _, err := c.Send(ctx, http.MethodPost, api.Path("groups", c.ID)+"/transfer", body); err != nil {
				return nil, err
			}
		}
		if len(changes) == 0 {
			return c.Kind.Read(ctx, c)
		}
		return c.Send(ctx, http.MethodPut, api.Path("groups", c.ID), changes)
	},
	Delete: func(ctx context.Context, c *Call) error {
		return discard(ctx, c, "groups", "full_path", c.State.Flag("permanentlyRemoveOnDelete"))
	},
	Identify: idOf,
}

var withoutProjects = url.Values{"with_projects": {"false"}}

// below finds a group or project by its place.
func below(ctx context.Context, c *Call, list string, parent int64, path string) (api.Object, error) {
	if parent != 0 {
		above, err := c.Get(ctx, api.Path("groups", parent), withoutProjects)
		if err != nil {
			return nil, err
		}
		path = text(above, "full_path") + "/" + path
	}
	return c.Get(ctx, api.Path(list, path), nil)
}

// discard deletes a group or project, and waits until it is gone, or marked where GitLab keeps it for a while.
func discard(ctx context.Context, c *Call, list, pathField string, permanently bool) error {
	path := api.Path(list, c.ID)
	if _, err := c.Send(ctx, http.MethodDelete, path, nil); err != nil && !isMarkedAlready(err) {
		return removed(err)
	}
	asked := false
	return api.Poll(ctx, deletionLimit, "deleting "+c.Name, func() (bool, error) {
		object, err := gone(c.Get(ctx, path, nil))
		if object == nil || err != nil {
			return err == nil, err
		}
		if !isMarked(object) || asked {
			return false, nil
		}
		if !permanently {
			return true, nil
		}
		asked = true
		query := url.Values{"permanently_remove": {"true"}, "full_path": {text(object, pathField)}}
		_, err = c.Do(ctx, api.Request{Method: http.MethodDelete, Path: path, Query: query})
		return false, removed(err)
	})
}

// isMarkedAlready: an earlier attempt got that far.
func isMarkedAlready(err error) bool { return api.IsRefused(err) }

func isMarked(object api.Object) bool {
	return object["marked_for_deletion_on"] != nil || object["marked_for_deletion_at"] != nil
}

// alive counts what is marked for deletion as gone.
func alive(object api.Object, err error) (api.Object, error) {
	if object != nil && isMarked(object) {
		return nil, nil
	}
	return object, err
}

func text(object api.Object, key string) string {
	value, _ := object[key].(string)
	return value
}

func idOf(object api.Object) string {
	number, _ := object["id"].(float64)
	return strconv.FormatInt(int64(number), 10)
}
