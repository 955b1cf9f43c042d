package provider

import (
	"context"
	"fmt"
	"slices"
	"strings"

	p "github.com/pulumi/pulumi-go-provider"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"smallboat/dev/toolchain/plugins/gitlab/table"
)

// check finds every mistake that can be found without asking GitLab, and adds defaults.
func (s *server) check(_ context.Context, req p.CheckRequest) (p.CheckResponse, error) {
	kind, err := kindOf(req.Urn)
	if err != nil {
		return p.CheckResponse{}, err
	}
	failures := unknownNames(kind.Properties, req.Inputs)
	inputs := req.Inputs
	for _, about := range kind.Properties {
		if !about.IsInput() {
			continue
		}
		value, given := inputs.GetOk(about.Name)
		if given && !value.IsNull() {
			for _, mistake := range mistakes(about.Name, about, value) {
				failures = append(failures, mistake)
			}
			continue
		}
		switch {
		case about.Use == table.Required:
			failures = append(failures, p.CheckFailure{Property: about.Name, Reason: about.Name + ": is missing"})
		case about.Named:
			name, err := nameFor(req, about.Name)
			if err != nil {
				return p.CheckResponse{}, err
			}
			inputs = inputs.Set(about.Name, property.New(name))
		case about.Default != nil:
			inputs = inputs.Set(about.Name, valueOf(about.Default))
		}
	}
	return p.CheckResponse{Inputs: inputs, Failures: failures}, nil
}

// nameFor stays the same as long as the resource is.
func nameFor(req p.CheckRequest, property string) (string, error) {
	if before, ok := req.State.GetOk(property); ok && before.IsString() {
		return before.AsString(), nil
	}
	return resource.NewUniqueHex(req.Urn.Name()+"-", 7, 255)
}

func unknownNames(all []table.Property, inputs property.Map) []p.CheckFailure {
	var failures []p.CheckFailure
	for name := range inputs.AllStable {
		isKnown := func(about table.Property) bool { return about.Name == name && about.IsInput() }
		if !strings.HasPrefix(name, "__") && !slices.ContainsFunc(all, isKnown) {
			failures = append(failures, p.CheckFailure{Property: name, Reason: name +
				": this plugin knows no such input; leave it out, or use the official plugin"})
		}
	}
	return failures
}

var words = map[table.Form]string{
	table.Text: "a text", table.Flag: "true or false", table.Number: "a whole number", table.List: "a list",
	table.Object: "an object", table.Map: "an object",
}

// mistakes in a value. The value itself is not shown: it may be secret.
func mistakes(path string, about table.Property, value property.Value) []p.CheckFailure {
	if value.IsComputed() || value.IsNull() {
		return nil
	}
	wrong := func(expected string) []p.CheckFailure {
		return []p.CheckFailure{{Property: path, Reason: fmt.Sprintf("%s: expected %s, found %s", path, expected, found(value))}}
	}
	switch about.Type.Form {
	case table.Text:
		if !value.IsString() {
			return wrong(words[table.Text])
		}
		if len(about.OneOf) > 0 && !slices.Contains(about.OneOf, value.AsString()) && value.AsString() != "" {
			return wrong("one of " + strings.Join(about.OneOf, ", "))
		}
	case table.Flag:
		if !value.IsBool() {
			return wrong(words[table.Flag])
		}
	case table.Number:
		if !value.IsNumber() || value.AsNumber() != float64(int64(value.AsNumber())) {
			return wrong(words[table.Number])
		}
	case table.List:
		if !value.IsArray() {
			return wrong(words[table.List])
		}
		var all []p.CheckFailure
		for i, item := range value.AsArray().AsSlice() {
			all = append(all, mistakes(fmt.Sprintf("%s[%d]", path, i), table.Property{Type: *about.Type.Item}, item)...)
		}
		return all
	default:
		if !value.IsMap() {
			return wrong(words[about.Type.Form])
		}
		if about.Type.Form == table.Map {
			return nil
		}
		return fieldMistakes(path, about.Type.Fields, value.AsMap())
	}
	return nil
}

func fieldMistakes(path string, fields []table.Property, object property.Map) []p.CheckFailure {
	var all []p.CheckFailure
	for _, failure := range unknownNames(fields, object) {
		all = append(all, p.CheckFailure{Property: path, Reason: path + "." + failure.Reason})
	}
	for _, field := range fields {
		value, given := object.GetOk(field.Name)
		if !given && field.Use == table.Required {
			all = append(all, p.CheckFailure{Property: path, Reason: path + "." + field.Name + ": is missing"})
		}
		if given {
			all = append(all, mistakes(path+"."+field.Name, field, value)...)
		}
	}
	return all
}

func found(value property.Value) string {
	switch {
	case value.Secret():
		return "a secret"
	case value.IsString() && len(value.AsString()) <= 40:
		return fmt.Sprintf("%q", value.AsString())
	case value.IsString():
		return "a text"
	case value.IsNumber():
		return fmt.Sprintf("the number %v", value.AsNumber())
	case value.IsBool():
		return fmt.Sprint(value.AsBool())
	case value.IsArray():
		return "a list"
	case value.IsMap():
		return "an object"
	default:
		return "something else"
	}
}
