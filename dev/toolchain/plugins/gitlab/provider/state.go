package provider

import (
	"slices"

	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"smallboat/dev/toolchain/plugins/gitlab/api"
	"smallboat/dev/toolchain/plugins/gitlab/resources"
	"smallboat/dev/toolchain/plugins/gitlab/table"
)

// stateOf puts together what GitLab tells, what the program said and what was known before.
func stateOf(kind *resources.Kind, object api.Object, inputs, before property.Map) property.Map {
	var shaped resources.Values
	if kind.Shape != nil {
		shaped = kind.Shape(object)
	}
	state := map[string]property.Value{}
	for _, about := range kind.Properties {
		value := told(about, object, shaped)
		if value.IsNull() {
			value = remembered(about, inputs, before)
		}
		if value.IsNull() && !about.MayLack {
			value = valueOf(table.Empty(about.Type))
		}
		if !value.IsNull() {
			state[about.Name] = guarded(about, value, inputs, before)
		}
	}
	return property.NewMap(state)
}

// told is what GitLab says of a property, in Pulumi's words.
func told(about table.Property, object api.Object, shaped resources.Values) property.Value {
	if value, ok := shaped[about.Name]; ok && value != nil {
		return valueOf(value)
	}
	value, ok := object[about.Key()]
	if !ok || value == nil || about.Local || about.Kept && about.IsInput() {
		return property.Value{}
	}
	return valueOf(inWords(about.Type, value))
}

// inWords has Pulumi's names within objects, and nothing that the schema does not know.
func inWords(t table.Type, value any) any {
	switch value := value.(type) {
	case []any:
		if t.Form != table.List {
			return nil
		}
		items := make([]any, len(value))
		for i, item := range value {
			items[i] = inWords(*t.Item, item)
		}
		return items
	case map[string]any:
		if t.Form != table.Object {
			return value
		}
		fields := map[string]any{}
		for _, field := range t.Fields {
			if found := inWords(field.Type, value[field.Key()]); found != nil {
				fields[field.Name] = found
			}
		}
		return fields
	default:
		return value
	}
}

// remembered is what GitLab does not tell: the input, or what was known of an output before. An input that the
// program dropped is forgotten where it only told the plugin what to do.
func remembered(about table.Property, inputs, before property.Map) property.Value {
	if value, ok := inputs.GetOk(about.Name); ok {
		return value
	}
	if about.IsInput() && about.Local && about.MayLack && !about.Replace {
		return property.Value{}
	}
	if about.Kept || about.Sensitive || about.Local {
		return before.Get(about.Name)
	}
	return property.Value{}
}

// guarded keeps secret what the program, the state or the schema calls so.
func guarded(about table.Property, value property.Value, inputs, before property.Map) property.Value {
	isSecret := about.Secret || inputs.Get(about.Name).HasSecrets() || before.Get(about.Name).HasSecrets()
	return value.WithDependencies(nil).WithSecret(isSecret)
}

// withheld keeps secret what may be: an import does not know yet what the program calls so.
func withheld(kind *resources.Kind, state property.Map) property.Map {
	for _, about := range kind.Properties {
		if value, ok := state.GetOk(about.Name); ok && about.Sensitive {
			state = state.Set(about.Name, value.WithSecret(true))
		}
	}
	return state
}

// expected is the state that a preview promises.
func expected(kind *resources.Kind, inputs, before property.Map, changed []string) property.Map {
	state := map[string]property.Value{}
	for _, about := range kind.Properties {
		value := before.Get(about.Name)
		if input, given := inputs.GetOk(about.Name); given && about.IsInput() {
			value = input
		} else if value.IsNull() && before.Len() == 0 && !(about.Local && about.MayLack) || follows(about, changed) {
			value = property.New(property.Computed)
		}
		if !value.IsNull() {
			state[about.Name] = guarded(about, value, inputs, before)
		}
	}
	return property.NewMap(state)
}

func follows(about table.Property, changed []string) bool {
	return slices.ContainsFunc(about.Follows, func(name string) bool {
		return name == "*" && len(changed) > 0 || slices.Contains(changed, name)
	})
}

// inputsOf are the inputs after a look at GitLab: what the program gave, as it is now; for an import, what is not
// simply the default.
func inputsOf(kind *resources.Kind, state, inputs property.Map) property.Map {
	found := map[string]property.Value{}
	for _, about := range kind.Properties {
		if !about.IsInput() {
			continue
		}
		value, given := state.GetOk(about.Name)
		input, wasGiven := inputs.GetOk(about.Name)
		switch {
		case wasGiven && given && !table.Same(about, plain(input), plain(value)):
			found[about.Name] = sayable(about.Type, value)
		case wasGiven:
			found[about.Name] = input
		case inputs.Len() == 0 && given && isTelling(about, value):
			found[about.Name] = sayable(about.Type, value)
		}
	}
	return property.NewMap(found)
}

// sayable leaves out what GitLab alone can say, within objects.
func sayable(t table.Type, value property.Value) property.Value {
	switch {
	case t.Form == table.List && value.IsArray():
		items := []property.Value{}
		for _, item := range value.AsArray().AsSlice() {
			items = append(items, sayable(*t.Item, item))
		}
		return property.WithGoValue(value, items)
	case t.Form == table.Object && value.IsMap():
		fields := map[string]property.Value{}
		for _, field := range t.Fields {
			if found, ok := value.AsMap().GetOk(field.Name); ok && field.IsInput() {
				fields[field.Name] = sayable(field.Type, found)
			}
		}
		return property.WithGoValue(value, fields)
	default:
		return value
	}
}

func isTelling(about table.Property, value property.Value) bool {
	if about.Use == table.Required {
		return true
	}
	usual := about.Default
	if usual == nil {
		usual = table.Empty(about.Type)
	}
	return !table.Same(about, usual, plain(value))
}
