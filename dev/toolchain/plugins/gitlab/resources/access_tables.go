package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var roles = []string{"no one", "minimal", "guest", "planner", "reporter", "developer", "maintainer", "owner"}

var projectAccessTokenTable = Resource{
	Name: "ProjectAccessToken",
	Doc:  "A token that acts as a member of one project.",
	Properties: []Property{
		ofProject,
		{Name: "name", Named: true, Replace: true, Doc: "What people call it. By default made from the resource's name."},
		{Name: "scopes", Type: TextList, Use: Required, Set: true, Replace: true, Doc: "What it may reach, such as api or read_repository."},
		{Name: "accessLevel", Local: true, Default: "maintainer", OneOf: roles, Replace: true, Doc: "The role that it acts in, such as developer or maintainer."},
		{Name: "expiresAt", Replace: true, Doc: "Its last day, as YYYY-MM-DD. A change makes a new token."},
		{Name: "description", Replace: true, Doc: "What it is for."},
		{Name: "rotationConfiguration", Local: true, MayLack: true, Type: ObjectOf("ProjectAccessTokenRotationConfiguration",
			Property{Name: "expirationDays", Type: Numbers, Use: Required, Doc: "How many days each token lives."},
			Property{Name: "rotateBeforeDays", Type: Numbers, Use: Required, Doc: "How many days before its end it is rotated."},
		), Doc: "Rotates the token by itself, in the place of expiresAt."},
		{Name: "validatePastExpirationDate", Type: Flags, Local: true, Default: false, Doc: "Whether a day in the past is refused."},
		{Name: "token", Use: Computed, Secret: true, Kept: true, Doc: "The token; GitLab tells it once."},
		{Name: "active", Type: Flags, Use: Computed, Doc: "Whether it can be used."},
		{Name: "createdAt", Use: Computed, Doc: "When it was made."},
		{Name: "revoked", Type: Flags, Use: Computed, Doc: "Whether it was revoked."},
		{Name: "userId", Type: Numbers, Use: Computed, Doc: "The user that it acts as."},
	},
}

func event(name, doc string) Property {
	return Property{Name: name, Type: Flags, Default: false, Doc: "Whether it is called for " + doc + "."}
}

func keyAndValue(name string) Type {
	return ListOf(ObjectOf(name,
		Property{Name: "key", Use: Required, Doc: "The name."},
		Property{Name: "value", Use: Required, Secret: true, Doc: "The value."},
	))
}

var projectHookTable = Resource{
	Name: "ProjectHook",
	Doc:  "An address that GitLab calls when something happens in a project.",
	Properties: []Property{
		ofProject,
		{Name: "url", Use: Required, Replace: true, Doc: "The address."},
		{Name: "name", Doc: "What people call it."},
		{Name: "description", Doc: "What it is for."},
		{Name: "token", Secret: true, Kept: true, Doc: "What GitLab shows to the address so that it knows who calls."},
		{Name: "enableSslVerification", Type: Flags, Default: true, Doc: "Whether the address needs a certificate that is trusted."},
		{Name: "pushEvents", Type: Flags, Default: true, Doc: "Whether it is called for pushes."},
		{Name: "pushEventsBranchFilter", Default: "", Doc: "Which branches' pushes."},
		{Name: "branchFilterStrategy", OneOf: []string{"wildcard", "regex", "all_branches"}, Doc: "How the filter is meant: wildcard, regex or all_branches."},
		event("issuesEvents", "issues"),
		event("confidentialIssuesEvents", "confidential issues"),
		event("mergeRequestsEvents", "merge requests"),
		event("tagPushEvents", "tags"),
		event("noteEvents", "comments"),
		event("confidentialNoteEvents", "confidential comments"),
		event("jobEvents", "jobs"),
		event("pipelineEvents", "pipelines"),
		event("wikiPageEvents", "wiki pages"),
		event("deploymentEvents", "deployments"),
		event("releasesEvents", "releases"),
		event("emojiEvents", "reactions"),
		event("featureFlagEvents", "feature flags"),
		event("milestoneEvents", "milestones"),
		event("resourceAccessTokenEvents", "access tokens that expire"),
		{Name: "customHeaders", Kept: true, MayLack: true, Type: keyAndValue("ProjectHookCustomHeader"), Doc: "Headers of the calls."},
		{Name: "customWebhookTemplate", Default: "", Doc: "A template of what is sent."},
		{Name: "urlVariables", Kept: true, MayLack: true, Type: keyAndValue("ProjectHookUrlVariable"), Doc: "Parts of the address that GitLab does not show."},
		{Name: "hookId", Field: "id", Type: Numbers, Use: Computed, Doc: "GitLab's number of it."},
		{Name: "projectId", Type: Numbers, Use: Computed, Doc: "The project's number."},
		{Name: "alertStatus", Use: Computed, Doc: "Whether GitLab still calls it."},
		{Name: "disabledUntil", Use: Computed, Doc: "Until when GitLab does not call it."},
		{Name: "repositoryUpdateEvents", Type: Flags, Use: Computed, Doc: "Whether it is called for any change of the repository."},
	},
}
