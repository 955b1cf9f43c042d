package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var protectors = []string{"no one", "developer", "maintainer", "admin"}

var ofProject = Property{
	Name: "project", Use: Required, Local: true, Replace: true, Doc: "The project's id or full path.",
}

func allowed(name string, more ...Property) Type {
	return ListOf(ObjectOf(name, append([]Property{
		{Name: "accessLevel", OneOf: protectors, Doc: "A role: no one, developer, maintainer or admin."},
		{Name: "userId", Type: Numbers, MayLack: true, Doc: "A user; needs a paid GitLab."},
		{Name: "groupId", Type: Numbers, MayLack: true, Doc: "A group; needs a paid GitLab."},
		{Name: "accessLevelDescription", Use: Computed, Doc: "GitLab's words for it."},
	}, more...)...))
}

var deployKey = Property{Name: "deployKeyId", Type: Numbers, MayLack: true, Doc: "A deploy key."}

var branchProtectionTable = Resource{
	Name:    "BranchProtection",
	Doc:     "The protection of a branch, or of all branches that a pattern matches.",
	Natural: []string{"project", "branch"},
	Properties: []Property{
		ofProject,
		{Name: "branch", Field: "name", Use: Required, Replace: true, Doc: "The branch's name; `*` is any text."},
		{Name: "pushAccessLevel", Local: true, Replace: true, OneOf: protectors, Doc: "Who may push: no one, developer, maintainer or admin."},
		{Name: "mergeAccessLevel", Local: true, Replace: true, OneOf: protectors, Doc: "Who may merge: no one, developer, maintainer or admin."},
		{Name: "allowForcePush", Type: Flags, Default: false, Doc: "Whether whoever may push may also rewrite history."},
		{Name: "codeOwnerApprovalRequired", Type: Flags, Default: false, Doc: "Whether code owners have to approve; needs a paid GitLab."},
		{Name: "allowedToPushes", Local: true, Set: true, Replace: true, Type: allowed("BranchProtectionAllowedToPush", deployKey), Doc: "Who may push, on GitLab's Enterprise Edition."},
		{Name: "allowedToMerges", Local: true, Set: true, Replace: true, Type: allowed("BranchProtectionAllowedToMerge"), Doc: "Who may merge, on GitLab's Enterprise Edition."},
		{Name: "allowedToUnprotects", Local: true, Set: true, Replace: true, Type: allowed("BranchProtectionAllowedToUnprotect"), Doc: "Who may end the protection, on GitLab's Enterprise Edition."},
		{Name: "branchProtectionId", Field: "id", Type: Numbers, Use: Computed, Doc: "GitLab's number of it."},
	},
}

var tagProtectionTable = Resource{
	Name:    "TagProtection",
	Doc:     "The protection of a tag, or of all tags that a pattern matches.",
	Natural: []string{"project", "tag"},
	Properties: []Property{
		ofProject,
		{Name: "tag", Field: "name", Use: Required, Replace: true, Doc: "The tag's name; `*` is any text."},
		{Name: "createAccessLevel", Local: true, Replace: true, OneOf: protectors, Doc: "Who may create it: no one, developer, maintainer or admin. Defaults to maintainer."},
		{Name: "allowedToCreates", Local: true, Set: true, MayLack: true, Replace: true, Type: allowed("TagProtectionAllowedToCreate", deployKey), Doc: "Who may create it besides; needs a paid GitLab."},
	},
}
