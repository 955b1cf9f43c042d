package resources

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"strings"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

// Kind is a resource type and how its objects are made, read, changed and removed.
type Kind struct {
	table.Resource
	// Create returns the id with an error where something was made that is not finished.
	Create func(context.Context, *Call) (id string, object api.Object, err error)
	// Read returns nil where there is no such object any more.
	Read   func(context.Context, *Call) (api.Object, error)
	Update func(context.Context, *Call) (api.Object, error)
	Delete func(context.Context, *Call) error
	// Address is what the id of an import says, as properties.
	Address func(id string) Values
	// Identify gives the id of an object that was read, where an import may name it in another way.
	Identify func(api.Object) string
	// Shape gives properties that are not simply fields of GitLab's object.
	Shape func(api.Object) Values
	// Stale names the property for whose sake time has come to replace the object, if any.
	Stale func(inputs, state Values) string
}

// Call is one operation on one object.
type Call struct {
	*api.Client
	Kind *Kind
	ID   string
	// Name is the resource's in the program.
	Name string
	// Inputs are those of the program; of an object to read or delete, its state.
	Inputs Values
	// State is that before the operation.
	State Values
	// Changed are inputs that differ from the state.
	Changed map[string]bool
}

// Values are properties in plain form: string, float64, bool, []any, map[string]any.
type Values map[string]any

// Text is a text, or "".
func (v Values) Text(name string) string {
	text, _ := v[name].(string)
	return text
}

// Flag is a flag, or false.
func (v Values) Flag(name string) bool {
	flag, _ := v[name].(bool)
	return flag
}

// Number is a whole number, or 0.
func (v Values) Number(name string) int64 {
	number, _ := v[name].(float64)
	return int64(number)
}

// Body holds the given inputs that are fields of GitLab's object.
func (c *Call) Body() api.Object {
	return c.fields(func(name string) bool { return true })
}

// Changes holds those of them that differ from the state.
func (c *Call) Changes() api.Object {
	return c.fields(func(name string) bool { return c.Changed[name] })
}

func (c *Call) fields(chosen func(string) bool) api.Object {
	body := api.Object{}
	for _, property := range c.Kind.Properties {
		value, given := c.Inputs[property.Name]
		if given && property.IsInput() && !property.Local && chosen(property.Name) {
			body[property.Key()] = fieldValue(property.Type, value)
		}
	}
	return body
}

// fieldValue has GitLab's names within objects.
func fieldValue(t table.Type, value any) any {
	switch value := value.(type) {
	case map[string]any:
		if t.Form != table.Object {
			return value
		}
		object := api.Object{}
		for _, field := range t.Fields {
			if given, ok := value[field.Name]; ok && field.IsInput() {
				object[field.Key()] = fieldValue(field.Type, given)
			}
		}
		return object
	case []any:
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = fieldValue(*t.Item, item)
		}
		return items
	default:
		return value
	}
}

// Equals says whether an object of GitLab is what the program wants.
func (c *Call) Equals(object api.Object) bool { return c.matches(c.Body(), object) }

func (c *Call) matches(body, object api.Object) bool {
	for key, wanted := range body {
		if property := c.byField(key); property != nil && !property.Kept && !table.Same(*property, wanted, object[key]) {
			return false
		}
	}
	return true
}

func (c *Call) byField(key string) *table.Property {
	for i, property := range c.Kind.Properties {
		if property.Key() == key {
			return &c.Kind.Properties[i]
		}
	}
	return nil
}

// Post makes an object of which there cannot be two. After a failure that leaves it open whether an earlier attempt
// arrived, a refusal means that it may have: then what is there is taken, if it is what the program wants.
func (c *Call) Post(
	ctx context.Context, path string, body api.Object, find func() (api.Object, error),
) (api.Object, error) {
	object, err := c.Do(ctx, api.Request{Method: http.MethodPost, Path: path, Body: body, Repeatable: true})
	if api.IsDoubtful(err) && api.IsRefused(err) {
		if found, findErr := find(); findErr == nil && found != nil && c.isMade(found, body) {
			return found, nil
		}
	}
	return object, err
}

// isMade compares what a POST sets; the rest of a project's options only a PUT does.
func (c *Call) isMade(object, body api.Object) bool {
	if c.Kind.Name != projectTable.Name {
		return c.Equals(object)
	}
	set := api.Object{}
	for _, key := range []string{"name", "path", "description", "visibility"} {
		if wanted, given := body[key]; given {
			set[key] = wanted
		}
	}
	return c.matches(set, object)
}

// gone turns "there is none" into nil.
func gone(object api.Object, err error) (api.Object, error) {
	if api.IsGone(err) {
		return nil, nil
	}
	return object, err
}

// removed counts what was not there as removed.
func removed(err error) error {
	if api.IsGone(err) {
		return nil
	}
	return err
}

// rest describes objects that live below a path of lists, in the usual way of GitLab's API.
type rest struct {
	// list is the path of all, item that of one.
	list, item func(*Call) string
	// query of requests for one.
	query func(*Call) url.Values
	id    func(Values, api.Object) string
}

func (r rest) kind(t table.Resource, address func(string) Values) *Kind {
	return &Kind{Resource: t, Create: r.create, Read: r.read, Update: r.update, Delete: r.delete, Address: address}
}

func (r rest) create(ctx context.Context, c *Call) (string, api.Object, error) {
	c.State = c.Inputs
	object, err := c.Post(ctx, r.list(c), c.Body(), func() (api.Object, error) { return r.read(ctx, c) })
	if err != nil {
		return "", nil, err
	}
	return r.id(c.Inputs, object), object, nil
}

func (r rest) read(ctx context.Context, c *Call) (api.Object, error) {
	return gone(c.Get(ctx, r.item(c), r.queryOf(c)))
}

func (r rest) update(ctx context.Context, c *Call) (api.Object, error) {
	return c.change(ctx, http.MethodPut, r.item(c))
}

// change sends what differs, if GitLab has to know of it.
func (c *Call) change(ctx context.Context, method, path string) (api.Object, error) {
	changes := c.Changes()
	if len(changes) == 0 {
		return c.Kind.Read(ctx, c)
	}
	return c.Send(ctx, method, path, changes)
}

func (r rest) delete(ctx context.Context, c *Call) error {
	_, err := c.Do(ctx, api.Request{Method: http.MethodDelete, Path: r.item(c), Query: r.queryOf(c)})
	return removed(err)
}

func (r rest) queryOf(c *Call) url.Values {
	if r.query == nil {
		return nil
	}
	return r.query(c)
}

// parts reads an id of parts with colons between; the last part may hold colons.
func parts(names ...string) func(string) Values {
	return func(id string) Values {
		values := Values{}
		for i, part := range strings.SplitN(id, ":", len(names)) {
			values[names[i]] = part
		}
		return values
	}
}

func with(body api.Object, more api.Object) api.Object {
	all := maps.Clone(body)
	maps.Copy(all, more)
	return all
}
