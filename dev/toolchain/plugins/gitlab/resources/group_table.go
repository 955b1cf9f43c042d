package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var visibilities = []string{"private", "internal", "public"}

var groupTable = Resource{
	Name: "Group",
	Doc:  "A group of projects. Destroying it waits until GitLab has let go of it.",
	Properties: []Property{
		{Name: "path", Use: Required, Doc: "The group's part of the address."},
		{Name: "name", Named: true, Doc: "The name people read. By default made from the resource's name."},
		{Name: "parentId", Type: Numbers, Doc: "The group above it; 0 for none. A change moves the group."},
		{Name: "description", MayLack: true, Doc: "What the group is for."},
		{Name: "visibilityLevel", Field: "visibility", OneOf: visibilities, Doc: "Who sees it: private, internal or public."},
		{Name: "defaultBranch", MayLack: true, Doc: "The default branch of new projects."},
		{Name: "projectCreationLevel", OneOf: []string{"noone", "owner", "maintainer", "developer", "administrator"}, Doc: "Who may create projects: noone, owner, maintainer, developer or administrator."},
		{Name: "subgroupCreationLevel", OneOf: []string{"owner", "maintainer"}, Doc: "Who may create subgroups: owner or maintainer."},
		{Name: "requestAccessEnabled", Type: Flags, Doc: "Whether people may ask to become members."},
		{Name: "lfsEnabled", Type: Flags, Doc: "Whether projects may keep large files with Git LFS."},
		{Name: "autoDevopsEnabled", Type: Flags, Doc: "Whether projects without a pipeline of their own get GitLab's."},
		{Name: "emailsEnabled", Type: Flags, Doc: "Whether members get mail."},
		{Name: "mentionsDisabled", Type: Flags, Doc: "Whether the group cannot be mentioned."},
		{Name: "shareWithGroupLock", Type: Flags, Doc: "Whether its projects cannot be shared with other groups."},
		{Name: "requireTwoFactorAuthentication", Type: Flags, Doc: "Whether members need a second factor."},
		{Name: "twoFactorGracePeriod", Type: Numbers, Doc: "Hours until members need the second factor."},
		{Name: "sharedRunnersSetting", OneOf: []string{"enabled", "disabled_and_overridable", "disabled_and_unoverridable", "disabled_with_override"}, Doc: "Whether runners of the instance serve it: enabled, disabled_and_overridable or disabled_and_unoverridable."},
		{Name: "permanentlyRemoveOnDelete", Type: Flags, Local: true, MayLack: true, Doc: "Whether a subgroup is removed at once where GitLab would keep it for a while."},
		{Name: "avatarUrl", Use: Computed, Doc: "The address of its picture."},
		{Name: "fullName", Use: Computed, Follows: []string{"name", "parentId"}, Doc: "Its name with those of the groups above."},
		{Name: "fullPath", Use: Computed, Follows: []string{"path", "parentId"}, Doc: "Its path with those of the groups above."},
		{Name: "webUrl", Use: Computed, Follows: []string{"path", "parentId"}, Doc: "Its page."},
		{Name: "runnersToken", Use: Computed, Secret: true, Doc: "The token of the old way to register runners."},
	},
}
