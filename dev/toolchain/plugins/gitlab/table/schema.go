package table

import (
	"encoding/json"
	"slices"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// Package is everything that a schema tells.
type Package struct {
	Name, Version, DisplayName, Description string
	Config                                  []Property
	Resources                               []Resource
}

// Schema writes the package down in the form of Pulumi.
func (p Package) Schema() schema.PackageSpec {
	types := map[string]schema.ComplexTypeSpec{}
	config := properties(p.Config, types, Property.IsInput)
	spec := schema.PackageSpec{
		Name: p.Name, Version: p.Version, DisplayName: p.DisplayName, Description: p.Description,
		License: "Apache-2.0",
		// Without it, names such as `index/project` are no modules.
		Meta:   &schema.MetadataSpec{ModuleFormat: "(.*)(?:/[^/]*)"},
		Config: schema.ConfigSpec{Variables: config},
		Provider: &schema.ResourceSpec{
			ObjectTypeSpec: schema.ObjectTypeSpec{
				Type: "object", Description: "A connection to one GitLab.", Properties: config,
			},
			InputProperties: config,
		},
		Resources: map[string]schema.ResourceSpec{},
		Types:     types,
		Language: map[string]schema.RawMessage{"nodejs": encoded(map[string]any{
			"packageName":          "@pulumi/gitlab",
			"packageDescription":   p.Description,
			"respectSchemaVersion": true,
		})},
	}
	for _, resource := range p.Resources {
		all := properties(resource.Properties, types, func(Property) bool { return true })
		spec.Resources[resource.Token()] = schema.ResourceSpec{
			ObjectTypeSpec: schema.ObjectTypeSpec{
				Type: "object", Description: resource.Doc,
				Properties: all,
				Required:   names(resource.Properties, func(p Property) bool { return !p.MayLack }),
			},
			InputProperties: properties(resource.Properties, types, Property.IsInput),
			RequiredInputs:  names(resource.Properties, func(p Property) bool { return p.Use == Required }),
			StateInputs:     &schema.ObjectTypeSpec{Type: "object", Properties: all},
		}
	}
	return spec
}

func properties(
	list []Property, types map[string]schema.ComplexTypeSpec, chosen func(Property) bool,
) map[string]schema.PropertySpec {
	specs := map[string]schema.PropertySpec{}
	for _, property := range list {
		if chosen(property) {
			specs[property.Name] = schema.PropertySpec{
				TypeSpec: typeSpec(property.Type, types), Description: property.Doc,
				Secret: property.Secret, WillReplaceOnChanges: property.Replace && property.IsInput(),
			}
		}
	}
	return specs
}

func names(list []Property, chosen func(Property) bool) []string {
	var found []string
	for _, property := range list {
		if chosen(property) {
			found = append(found, property.Name)
		}
	}
	slices.Sort(found)
	return found
}

var primitives = map[Form]string{Text: "string", Flag: "boolean", Number: "integer"}

func typeSpec(t Type, types map[string]schema.ComplexTypeSpec) schema.TypeSpec {
	switch t.Form {
	case List:
		item := typeSpec(*t.Item, types)
		return schema.TypeSpec{Type: "array", Items: &item}
	case Map:
		item := typeSpec(*t.Item, types)
		return schema.TypeSpec{Type: "object", AdditionalProperties: &item}
	case Object:
		token := "gitlab:index/" + t.Name + ":" + t.Name
		if _, known := types[token]; !known {
			types[token] = objectSpec(t, types)
		}
		return schema.TypeSpec{Ref: "#/types/" + token}
	default:
		return schema.TypeSpec{Type: primitives[t.Form]}
	}
}

// objectSpec: what a program may leave out of an object can still be certain to come back.
func objectSpec(t Type, types map[string]schema.ComplexTypeSpec) schema.ComplexTypeSpec {
	spec := schema.ComplexTypeSpec{ObjectTypeSpec: schema.ObjectTypeSpec{
		Type: "object", Properties: properties(t.Fields, types, func(Property) bool { return true }),
		Required: names(t.Fields, func(p Property) bool { return p.Use == Required }),
	}}
	isCertain := func(p Property) bool { return p.Use != Required && !p.MayLack }
	if certain := names(t.Fields, isCertain); certain != nil {
		spec.Language = map[string]schema.RawMessage{"nodejs": encoded(map[string]any{"requiredOutputs": certain})}
	}
	return spec
}

func encoded(value any) schema.RawMessage {
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // only maps of texts get here
	}
	return text
}
