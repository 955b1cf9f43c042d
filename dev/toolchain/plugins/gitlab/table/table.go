// Package table says what a resource looks like: its properties, in the words of Pulumi and of GitLab. Schema, checks,
// comparisons and requests follow from it.
package table

import "strings"

// Resource is one resource type.
type Resource struct {
	// Name of the class, such as `ProjectVariable`.
	Name string
	Doc  string
	// Natural names the properties that identify the object in GitLab, where those do: there cannot be two of it, so
	// a replacement deletes first.
	Natural    []string
	Properties []Property
}

// Use is who says what a property is.
type Use int

// The program may say, has to say, or GitLab alone says.
const (
	Optional Use = iota
	Required
	Computed
)

// Property is one property of a resource or of an object within it.
type Property struct {
	Name string
	// Field is its name in GitLab's objects, if it is not Name in snake_case.
	Field string
	Type  Type
	Use   Use
	// MayLack marks outputs that need not be there.
	MayLack bool
	// Secret outputs stay secret whatever the program says.
	Secret bool
	// Sensitive values never show in messages, though outputs are as secret as the program makes them.
	Sensitive bool
	// Replace means that GitLab cannot change it.
	Replace bool
	// Default is what counts where the program says nothing; without one that is whatever GitLab has.
	Default any
	// Named properties are called after the resource where the program does not name them.
	Named bool
	// Local properties are no field of GitLab's object: they belong to the address, or tell the plugin what to do.
	Local bool
	// Kept inputs are not given back by GitLab: the state remembers them.
	Kept bool
	// OneOf lists the values that GitLab knows, where those are few.
	OneOf []string
	// Set marks lists whose order means nothing.
	Set bool
	// Follows names the inputs that this output changes with; "*" is any.
	Follows []string
	Doc     string
}

// Form of a value.
type Form int

// The forms of values.
const (
	Text Form = iota
	Flag
	Number
	List
	Object
	Map
)

// Type of a value.
type Type struct {
	Form Form
	// Item is the type of a list's or a map's items.
	Item *Type
	// Name and Fields describe an object.
	Name   string
	Fields []Property
}

// The types that are used in many places.
var (
	Texts    = Type{Form: Text}
	Flags    = Type{Form: Flag}
	Numbers  = Type{Form: Number}
	TextList = ListOf(Texts)
	TextMap  = Type{Form: Map, Item: &Texts}
)

// ListOf is a list of items.
func ListOf(item Type) Type { return Type{Form: List, Item: &item} }

// ObjectOf is an object with a name of its own.
func ObjectOf(name string, fields ...Property) Type {
	return Type{Form: Object, Name: name, Fields: fields}
}

// Token is the type token of Pulumi.
func (r Resource) Token() string { return Token(r.Name) }

// Token is that of a resource, `gitlab:index/project:Project`.
func Token(name string) string {
	return "gitlab:index/" + strings.ToLower(name[:1]) + name[1:] + ":" + name
}

// Property returns the property of a name, or nil.
func (r Resource) Property(name string) *Property {
	for i := range r.Properties {
		if r.Properties[i].Name == name {
			return &r.Properties[i]
		}
	}
	return nil
}

// IsInput says whether a program can give it.
func (p Property) IsInput() bool { return p.Use != Computed }

// Key is its name in GitLab's objects.
func (p Property) Key() string {
	if p.Field != "" {
		return p.Field
	}
	var key strings.Builder
	for _, letter := range p.Name {
		if 'A' <= letter && letter <= 'Z' {
			key.WriteByte('_')
			letter += 'a' - 'A'
		}
		key.WriteRune(letter)
	}
	return key.String()
}
