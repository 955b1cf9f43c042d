package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var variableTypes = []string{"env_var", "file"}

// A variable's value is only as secret as the program makes it: that is how the official plugin has it.
func variableProperties(owner Property, scope Property) []Property {
	return []Property{
		owner,
		{Name: "key", Use: Required, Replace: true, Doc: "The name that jobs read."},
		{Name: "value", Use: Required, Sensitive: true, Doc: "The value; wrap a secret one with `pulumi.secret`."},
		{Name: "variableType", Default: "env_var", OneOf: variableTypes, Doc: "env_var, or file: then the job gets the path of a file with the value."},
		{Name: "protected", Type: Flags, Default: false, Doc: "Whether only pipelines of protected branches and tags get it."},
		{Name: "masked", Type: Flags, Default: false, Doc: "Whether job logs hide the value."},
		{Name: "hidden", Type: Flags, Default: false, Replace: true, Doc: "Whether nobody can read the value in GitLab any more."},
		{Name: "raw", Type: Flags, Default: false, Doc: "Whether `$` in the value has no meaning."},
		scope,
		{Name: "description", Default: "", Doc: "What it is for."},
	}
}

var projectVariableTable = Resource{
	Name:    "ProjectVariable",
	Doc:     "A CI/CD variable of a project.",
	Natural: []string{"project", "key", "environmentScope"},
	Properties: variableProperties(
		Property{Name: "project", Use: Required, Local: true, Replace: true, Doc: "The project's id or full path."},
		Property{Name: "environmentScope", Default: "*", Doc: "The environments whose jobs get it; `*` is any text."},
	),
}

var groupVariableTable = Resource{
	Name:    "GroupVariable",
	Doc:     "A CI/CD variable of all projects of a group.",
	Natural: []string{"group", "key", "environmentScope"},
	Properties: variableProperties(
		Property{Name: "group", Use: Required, Local: true, Replace: true, Doc: "The group's id or full path."},
		Property{Name: "environmentScope", Default: "*", Replace: true, Doc: "The environments whose jobs get it; `*` is any text."},
	),
}
