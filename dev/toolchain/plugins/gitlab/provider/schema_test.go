package provider_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"smallboat/dev/toolchain/plugins/gitlab/provider"
)

// facts are what a program can tell of a plugin; `?` marks what is optional.
type facts struct {
	Resources map[string]resourceFacts `json:"resources"`
	Types     map[string]typeFacts     `json:"types"`
	Config    map[string]string        `json:"config"`
}

type resourceFacts struct {
	Inputs  map[string]string `json:"inputs"`
	Outputs map[string]string `json:"outputs"`
	Secret  []string          `json:"secret"`
	// ReplaceOnChanges is known for the older half of the official resources only.
	ReplaceOnChanges []string `json:"replaceOnChanges"`
}

type typeFacts struct {
	Properties map[string]string `json:"properties"`
	// Certain are optional inputs that always come back.
	Certain []string `json:"certain"`
	Secret  []string `json:"secret"`
}

// TestSchemaIsPartOfTheOfficialOne compares every property with testdata/official.json.
func TestSchemaIsPartOfTheOfficialOne(t *testing.T) {
	official := officialFacts(t)
	ours := factsOf(provider.Package("10.4.0").Schema())

	assert.Equal(t, official.chosen(ours), ours)
}

// TestFactsAreOfficial compares testdata/official.json with the whole official schema, where that lies beside the
// checkout.
func TestFactsAreOfficial(t *testing.T) {
	text, err := os.ReadFile("../../../../../shared/facts/gitlab-schema.json")
	if err != nil {
		t.Skip("the official schema is not there")
	}
	var spec schema.PackageSpec
	require.NoError(t, json.Unmarshal(text, &spec))
	official, whole := officialFacts(t), factsOf(spec)

	assert.Equal(t, official.Config, whole.Config)
	for token, resource := range official.Resources {
		assert.Equal(t, whole.Resources[token], resource, token)
	}
	for name, object := range official.Types {
		assert.Equal(t, whole.Types[name], object, name)
	}
}

func TestEveryPropertyIsDescribed(t *testing.T) {
	spec := provider.Package("10.4.0").Schema()
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

func officialFacts(t *testing.T) facts {
	text, err := os.ReadFile("testdata/official.json")
	require.NoError(t, err)
	var official facts
	require.NoError(t, json.Unmarshal(text, &official))
	return official
}

// chosen leaves out what the other lacks. Replacements that the official schema does not tell of are the other's.
func (f facts) chosen(other facts) facts {
	result := facts{Resources: map[string]resourceFacts{}, Types: map[string]typeFacts{}, Config: pick(f.Config, other.Config)}
	for token, resource := range other.Resources {
		official, known := f.Resources[token]
		if !known {
			continue
		}
		replace := keep(official.ReplaceOnChanges, resource.Inputs)
		for _, name := range resource.ReplaceOnChanges {
			isTold := len(official.ReplaceOnChanges) > 0
			if !isTold && !slices.Contains(replace, name) {
				replace = append(replace, name)
			}
		}
		slices.Sort(replace)
		result.Resources[token] = resourceFacts{
			pick(official.Inputs, resource.Inputs), pick(official.Outputs, resource.Outputs),
			keep(official.Secret, resource.Outputs), replace,
		}
	}
	for name, object := range other.Types {
		if official, known := f.Types[name]; known {
			result.Types[name] = typeFacts{
				pick(official.Properties, object.Properties), keep(official.Certain, object.Properties),
				keep(official.Secret, object.Properties),
			}
		}
	}
	return result
}

func pick(all, wanted map[string]string) map[string]string {
	picked := maps.Clone(all)
	maps.DeleteFunc(picked, func(name, _ string) bool { _, ok := wanted[name]; return !ok })
	return picked
}

func keep(all []string, wanted map[string]string) []string {
	kept := []string{}
	for _, name := range all {
		if _, ok := wanted[name]; ok {
			kept = append(kept, name)
		}
	}
	return kept
}

func factsOf(spec schema.PackageSpec) facts {
	found := facts{
		Resources: map[string]resourceFacts{}, Types: map[string]typeFacts{},
		Config: typesOf(spec.Provider.InputProperties, nil),
	}
	for token, resource := range spec.Resources {
		found.Resources[token] = resourceFacts{
			typesOf(resource.InputProperties, resource.RequiredInputs), typesOf(resource.Properties, resource.Required),
			names(resource.Properties, func(p schema.PropertySpec) bool { return p.Secret }),
			names(resource.InputProperties, func(p schema.PropertySpec) bool { return p.WillReplaceOnChanges }),
		}
	}
	for token, object := range spec.Types {
		var node struct {
			RequiredOutputs []string `json:"requiredOutputs"`
		}
		if text, ok := object.Language["nodejs"]; ok {
			_ = json.Unmarshal(text, &node)
		}
		certain := append([]string{}, node.RequiredOutputs...)
		slices.Sort(certain)
		found.Types[nameOf(token)] = typeFacts{
			typesOf(object.Properties, object.Required), certain,
			names(object.Properties, func(p schema.PropertySpec) bool { return p.Secret }),
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
	case spec.Ref != "":
		return nameOf(spec.Ref)
	case spec.Type == "array":
		return typeOf(*spec.Items) + "[]"
	case spec.Type == "object":
		return "map<" + typeOf(*spec.AdditionalProperties) + ">"
	default:
		return spec.Type
	}
}

func nameOf(token string) string { return token[strings.LastIndex(token, ":")+1:] }

func names(properties map[string]schema.PropertySpec, chosen func(schema.PropertySpec) bool) []string {
	found := []string{}
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		if chosen(properties[name]) {
			found = append(found, name)
		}
	}
	return found
}
