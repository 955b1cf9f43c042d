package resources

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

var levels = map[string]float64{"no one": 0, "developer": 30, "maintainer": 40, "admin": 60}

func levelName(level any) string {
	for name, number := range levels {
		if number == level {
			return name
		}
	}
	return ""
}

// protection is what branches and tags have in common: lists of who may do what.
type protection struct {
	list, key string
	// lists of roles: property for one role, property for many, and the same in GitLab's objects.
	rights []right
	// takesOver says whether an existing protection may be replaced.
	takesOver func(context.Context, *Call) (bool, error)
}

type right struct{ one, many, oneField, manyField, readField string }

func (p protection) kind(t table.Resource) *Kind {
	calls := rest{
		item: func(c *Call) string {
			return api.Path("projects", c.State.Text("project"), p.list, c.State.Text(p.key))
		},
	}
	return &Kind{
		Resource: t, Address: parts("project", p.key), Shape: p.shape,
		Read: calls.read, Delete: calls.delete,
		Create: func(ctx context.Context, c *Call) (string, api.Object, error) {
			c.State = c.Inputs
			object, err := p.create(ctx, c, calls)
			return c.Inputs.Text("project") + ":" + c.Inputs.Text(p.key), object, err
		},
		Update: func(ctx context.Context, c *Call) (api.Object, error) {
			return c.change(ctx, http.MethodPatch, calls.item(c))
		},
	}
}

// create takes over a protection that GitLab made by itself.
func (p protection) create(ctx context.Context, c *Call, calls rest) (api.Object, error) {
	path := api.Path("projects", c.Inputs.Text("project"), p.list)
	request := api.Request{Method: http.MethodPost, Path: path, Body: p.body(c), Repeatable: true}
	object, refusal := c.Do(ctx, request)
	if !api.IsRefused(refusal) {
		return object, refusal
	}
	existing, err := calls.read(ctx, c)
	if existing == nil || err != nil {
		return nil, refusal
	}
	isOurs, err := p.takesOver(ctx, c)
	if err != nil {
		return nil, err
	}
	if (isOurs || api.IsDoubtful(refusal)) && p.isWanted(c, existing) {
		return existing, nil
	}
	if !isOurs {
		return nil, refusal
	}
	if err := calls.delete(ctx, c); err != nil {
		return nil, err
	}
	return c.Do(ctx, request)
}

func (p protection) body(c *Call) api.Object {
	body := c.Body()
	for _, right := range p.rights {
		if level, given := levels[c.Inputs.Text(right.one)]; given {
			body[right.oneField] = level
		}
		entries, _ := c.Inputs[right.many].([]any)
		var list []any
		for _, entry := range entries {
			fields := entry.(map[string]any)
			item := api.Object{}
			if name, ok := fields["accessLevel"].(string); ok && name != "" {
				item["access_level"] = levels[name]
			}
			for name, key := range map[string]string{"userId": "user_id", "groupId": "group_id", "deployKeyId": "deploy_key_id"} {
				if value, ok := fields[name]; ok {
					item[key] = value
				}
			}
			list = append(list, item)
		}
		if list == nil {
			continue
		}
		body[right.manyField] = list
		// The Community Edition knows no lists, but one role for all.
		role, isRole := list[0].(api.Object)["access_level"]
		if _, given := body[right.oneField]; len(list) == 1 && isRole && !given {
			body[right.oneField] = role
		}
	}
	return body
}

// shape turns lists of who may do what into the properties for one role and for many.
func (p protection) shape(object api.Object) Values {
	values := Values{}
	for _, right := range p.rights {
		entries, given := object[right.readField].([]any)
		if !given {
			continue
		}
		many, roles := []any{}, []string{}
		for _, entry := range entries {
			found, _ := entry.(api.Object)
			item := map[string]any{"accessLevelDescription": text(found, "access_level_description")}
			for name, key := range map[string]string{"userId": "user_id", "groupId": "group_id", "deployKeyId": "deploy_key_id"} {
				if found[key] != nil {
					item[name] = found[key]
				}
			}
			if role := levelName(found["access_level"]); len(item) == 1 {
				item["accessLevel"] = role
				roles = append(roles, role)
			}
			many = append(many, item)
		}
		if right.one != "" {
			values[right.one] = ""
			if len(roles) == 1 {
				values[right.one] = roles[0]
			}
		}
		values[right.many] = many
	}
	return values
}

func (p protection) isWanted(c *Call, existing api.Object) bool {
	found := p.shape(existing)
	return c.Equals(existing) && !slices.ContainsFunc(slices.Collect(maps.Keys(found)), func(name string) bool {
		wanted, given := c.Inputs[name]
		return given && !table.Same(*c.Kind.Property(name), wanted, found[name])
	})
}

var branchProtection = protection{
	list: "protected_branches", key: "branch",
	rights: []right{
		{"pushAccessLevel", "allowedToPushes", "push_access_level", "allowed_to_push", "push_access_levels"},
		{"mergeAccessLevel", "allowedToMerges", "merge_access_level", "allowed_to_merge", "merge_access_levels"},
		{"", "allowedToUnprotects", "unprotect_access_level", "allowed_to_unprotect", "unprotect_access_levels"},
	},
	takesOver: func(ctx context.Context, c *Call) (bool, error) {
		found, err := c.Get(ctx, api.Path("projects", c.Inputs.Text("project")), nil)
		return text(found, "default_branch") == c.Inputs.Text("branch"), err
	},
}.kind(branchProtectionTable)

var tagProtection = protection{
	list: "protected_tags", key: "tag",
	rights: []right{
		{"createAccessLevel", "allowedToCreates", "create_access_level", "allowed_to_create", "create_access_levels"},
	},
	takesOver: func(context.Context, *Call) (bool, error) { return true, nil },
}.kind(tagProtectionTable)
