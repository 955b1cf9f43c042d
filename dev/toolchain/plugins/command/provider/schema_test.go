package provider_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// shape is what a program can tell of a plugin, in the words of the TypeScript package; `?` marks what is optional.
type shape struct {
	Resources map[string]resourceShape     `json:"resources"`
	Functions map[string]functionShape     `json:"functions"`
	Types     map[string]map[string]string `json:"types"`
	Enums     map[string][]any             `json:"enums"`
	Defaults  map[string]map[string]any    `json:"defaults"`
}

type resourceShape struct {
	Inputs           map[string]string `json:"inputs"`
	Outputs          map[string]string `json:"outputs"`
	SecretOutputs    []string          `json:"secretOutputs"`
	ReplaceOnChanges []string          `json:"replaceOnChanges"`
}

type functionShape struct {
	Inputs  map[string]string `json:"inputs"`
	Outputs map[string]string `json:"outputs"`
}

// TestSchemaIsTheOfficialOne compares with testdata/official.json, which lists tokens, properties, types, secrets,
// replacements and defaults of the npm package @pulumi/command 1.2.1.
func TestSchemaIsTheOfficialOne(t *testing.T) {
	facts, err := os.ReadFile("testdata/official.json")
	require.NoError(t, err)
	var official shape
	require.NoError(t, json.Unmarshal(facts, &official))

	assert.Equal(t, official, shapeOf(schemaOf(t)))
}

func TestEveryPropertyIsDescribed(t *testing.T) {
	spec := schemaOf(t)
	for token, resource := range spec.Resources {
		assert.NotEmpty(t, resource.Description, token)
		for name, property := range resource.Properties {
			assert.NotEmpty(t, property.Description, "%s.%s", token, name)
		}
	}
	for token, object := range spec.Types {
		for name, property := range object.Properties {
			assert.NotEmpty(t, property.Description, "%s.%s", token, name)
		}
	}
}

func schemaOf(t *testing.T) schema.PackageSpec {
	response, err := newSubject(t, "command:local:Command").GetSchema(p.GetSchemaRequest{})
	require.NoError(t, err)
	var spec schema.PackageSpec
	require.NoError(t, json.Unmarshal([]byte(response.Schema), &spec))
	return spec
}

func shapeOf(spec schema.PackageSpec) shape {
	found := shape{
		Resources: map[string]resourceShape{}, Functions: map[string]functionShape{},
		Types: map[string]map[string]string{}, Enums: map[string][]any{}, Defaults: map[string]map[string]any{},
	}
	for token, resource := range spec.Resources {
		secret := func(name string) bool { return resource.Properties[name].Secret }
		replacing := func(name string) bool { return resource.Properties[name].ReplaceOnChanges }
		found.Resources[token] = resourceShape{
			Inputs:           typesOf(resource.InputProperties, resource.RequiredInputs),
			Outputs:          typesOf(resource.Properties, resource.Required),
			SecretOutputs:    namesOf(resource.Properties, secret, ""),
			ReplaceOnChanges: namesOf(resource.Properties, replacing, "[*]"),
		}
	}
	for token, function := range spec.Functions {
		outputs := function.ReturnType.ObjectTypeSpec
		found.Functions[token] = functionShape{
			Inputs:  typesOf(function.Inputs.Properties, function.Inputs.Required),
			Outputs: typesOf(outputs.Properties, outputs.Required),
		}
	}
	for token, object := range spec.Types {
		if object.Enum != nil {
			for _, member := range object.Enum {
				found.Enums[token] = append(found.Enums[token], member.Value)
			}
			continue
		}
		found.Types[token] = typesOf(object.Properties, object.Required)
		found.Defaults[token] = map[string]any{}
		for name, property := range object.Properties {
			if property.Default != nil {
				found.Defaults[token][name] = property.Default
			}
		}
	}
	return found
}

func typesOf(properties map[string]schema.PropertySpec, required []string) map[string]string {
	types := map[string]string{}
	for name, property := range properties {
		types[name] = typeOf(property.TypeSpec)
		if !slices.Contains(required, name) {
			types[name] += "?"
		}
	}
	return types
}

func typeOf(spec schema.TypeSpec) string {
	switch {
	case spec.Type == "array":
		return typeOf(*spec.Items) + "[]"
	case spec.Type == "object":
		return "map<" + typeOf(*spec.AdditionalProperties) + ">"
	case spec.Type == "integer":
		return "number"
	case spec.Ref == "":
		return spec.Type
	case strings.HasPrefix(spec.Ref, "pulumi.json#/"):
		return builtin[strings.TrimPrefix(spec.Ref, "pulumi.json#/")]
	default:
		return strings.ReplaceAll(strings.TrimPrefix(spec.Ref, "#/types/command:"), ":", ".")
	}
}

var builtin = map[string]string{"Any": "any", "Archive": "Archive", "Asset": "AssetOrArchive"}

func namesOf(properties map[string]schema.PropertySpec, chosen func(string) bool, suffix string) []string {
	names := []string{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if chosen(name) {
			names = append(names, name+suffix)
		}
	}
	return names
}
