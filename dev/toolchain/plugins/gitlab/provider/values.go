package provider

import (
	"github.com/pulumi/pulumi/sdk/v3/go/property"

	"smallboat/dev/toolchain/plugins/gitlab/resources"
)

// plain drops what Pulumi knows about a value besides the value: whether it is secret, where it comes from.
func plain(value property.Value) any {
	switch {
	case value.IsString():
		return value.AsString()
	case value.IsBool():
		return value.AsBool()
	case value.IsNumber():
		return value.AsNumber()
	case value.IsArray():
		items := []any{}
		for _, item := range value.AsArray().AsSlice() {
			items = append(items, plain(item))
		}
		return items
	case value.IsMap():
		fields := map[string]any{}
		for name, field := range value.AsMap().All {
			fields[name] = plain(field)
		}
		return fields
	default:
		return nil
	}
}

// known are the plain values of a map that will not be told only later.
func known(all property.Map) resources.Values {
	values := resources.Values{}
	for name, value := range all.All {
		if !value.HasComputed() && !value.IsNull() {
			values[name] = plain(value)
		}
	}
	return values
}

func valueOf(value any) property.Value {
	switch value := value.(type) {
	case string:
		return property.New(value)
	case bool:
		return property.New(value)
	case float64:
		return property.New(value)
	case int64:
		return property.New(float64(value))
	case []any:
		items := make([]property.Value, len(value))
		for i, item := range value {
			items[i] = valueOf(item)
		}
		return property.New(items)
	case map[string]any:
		fields := map[string]property.Value{}
		for name, field := range value {
			if field != nil {
				fields[name] = valueOf(field)
			}
		}
		return property.New(fields)
	default:
		return property.Value{}
	}
}
