package table

import "slices"

// Same says whether what GitLab has is what was wanted. Nothing is the same as an empty value; of objects only the
// wanted fields count, and the order of a list only where it means something.
func Same(p Property, wanted, found any) bool { return same(p.Type, p.Set, wanted, found) }

func same(t Type, isSet bool, wanted, found any) bool {
	switch wanted := wanted.(type) {
	case []any:
		items, _ := found.([]any)
		if len(items) != len(wanted) {
			return false
		}
		for i, item := range wanted {
			isIt := func(other any) bool { return same(*t.Item, false, item, other) }
			if isSet && !slices.ContainsFunc(items, isIt) || !isSet && !isIt(items[i]) {
				return false
			}
		}
		return true
	case map[string]any:
		fields, _ := found.(map[string]any)
		for name, value := range wanted {
			if !same(t.fieldType(name), false, value, fields[name]) {
				return false
			}
		}
		return t.Form != Map || len(fields) == len(wanted)
	default:
		return wanted == found || found == nil && wanted == Empty(t)
	}
}

func (t Type) fieldType(name string) Type {
	if t.Form == Map {
		return *t.Item
	}
	for _, field := range t.Fields {
		if field.Name == name || field.Key() == name {
			return field.Type
		}
	}
	return Type{}
}

// Empty is the value of a type where there is none.
func Empty(t Type) any {
	switch t.Form {
	case Flag:
		return false
	case Number:
		return 0.0
	case List:
		return []any{}
	case Object, Map:
		return map[string]any{}
	default:
		return ""
	}
}
