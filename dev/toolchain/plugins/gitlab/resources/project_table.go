package resources

import . "smallboat/dev/toolchain/plugins/gitlab/table" //nolint:staticcheck // tables read like prose without a prefix

var projectTable = Resource{
	Name:       "Project",
	Doc:        "A project: repository, pipelines, variables and all that belongs to them.",
	Properties: append(projectIdentity, append(projectMerging, append(projectPipelines, projectFeatures...)...)...),
}

var projectIdentity = []Property{
	{Name: "name", Named: true, Doc: "The name people read. By default made from the resource's name."},
	{Name: "path", MayLack: true, Doc: "Its part of the address; by default GitLab makes it from the name."},
	{Name: "namespaceId", Type: Numbers, Doc: "The group it belongs to; by default the token's user. A change moves the project."},
	{Name: "description", MayLack: true, Doc: "What the project is."},
	{Name: "visibilityLevel", Field: "visibility", OneOf: visibilities, Doc: "Who sees it: private, internal or public."},
	{Name: "defaultBranch", Doc: "The branch that is cloned and merged into."},
	{Name: "topics", Type: TextList, Set: true, Doc: "Words that others find it by."},
	{Name: "initializeWithReadme", Type: Flags, Kept: true, MayLack: true, Doc: "Whether a new project gets a first commit with a README."},
	{Name: "archived", Type: Flags, Local: true, MayLack: true, Doc: "Whether it is kept for reading only."},
	{Name: "archiveOnDestroy", Type: Flags, Local: true, MayLack: true, Doc: "Whether destroying archives it instead of deleting it."},
	{Name: "permanentlyDeleteOnDestroy", Type: Flags, Local: true, MayLack: true, Doc: "Whether destroying removes it at once where GitLab would keep it for a while."},
	{Name: "skipWaitForDefaultBranchProtection", Type: Flags, Local: true, MayLack: true, Doc: "Whether not to wait until GitLab has protected the default branch of a new project."},
	{Name: "avatarUrl", Use: Computed, Doc: "The address of its picture."},
	{Name: "emptyRepo", Type: Flags, Use: Computed, Doc: "Whether there is no commit yet."},
	{Name: "httpUrlToRepo", Use: Computed, Follows: []string{"path", "namespaceId"}, Doc: "The address for cloning over HTTP."},
	{Name: "sshUrlToRepo", Use: Computed, Follows: []string{"path", "namespaceId"}, Doc: "The address for cloning over ssh."},
	{Name: "webUrl", Use: Computed, Follows: []string{"path", "namespaceId"}, Doc: "Its page."},
	{Name: "pathWithNamespace", Use: Computed, Follows: []string{"path", "namespaceId"}, Doc: "Its path with those of the groups above."},
	{Name: "runnersToken", Use: Computed, Secret: true, Doc: "The token of the old way to register runners."},
}

var projectMerging = []Property{
	{Name: "mergeMethod", OneOf: []string{"merge", "rebase_merge", "ff"}, Doc: "How merge requests are merged: merge, rebase_merge or ff."},
	{Name: "squashOption", OneOf: []string{"never", "always", "default_on", "default_off"}, Doc: "Whether merging squashes: never, always, default_on or default_off."},
	{Name: "removeSourceBranchAfterMerge", Type: Flags, Doc: "Whether merging removes the source branch by default."},
	{Name: "onlyAllowMergeIfPipelineSucceeds", Type: Flags, Doc: "Whether merging needs a pipeline that succeeded."},
	{Name: "onlyAllowMergeIfAllDiscussionsAreResolved", Type: Flags, Doc: "Whether merging needs every thread to be resolved."},
	{Name: "allowMergeOnSkippedPipeline", Type: Flags, Doc: "Whether a skipped pipeline counts as one that succeeded."},
	{Name: "printingMergeRequestLinkEnabled", Type: Flags, Doc: "Whether a push prints the link to a new merge request."},
	{Name: "resolveOutdatedDiffDiscussions", Type: Flags, MayLack: true, Doc: "Whether a push resolves threads on lines that it changes."},
	{Name: "autocloseReferencedIssues", Type: Flags, Doc: "Whether merging closes the issues that are named."},
	{Name: "suggestionCommitMessage", MayLack: true, Doc: "The commit message of applied suggestions."},
	{Name: "mergeCommitTemplate", MayLack: true, Doc: "The template of merge commit messages."},
	{Name: "squashCommitTemplate", MayLack: true, Doc: "The template of squash commit messages."},
	{Name: "issueBranchTemplate", MayLack: true, Doc: "The template of names of branches made from issues."},
}

var projectPipelines = []Property{
	{Name: "ciConfigPath", MayLack: true, Doc: "The pipeline's file, where it is not `.gitlab-ci.yml`."},
	{Name: "ciDefaultGitDepth", Type: Numbers, Doc: "How many commits a job fetches; 0 for all."},
	{Name: "ciForwardDeploymentEnabled", Type: Flags, Doc: "Whether older deployment jobs are dropped when a newer one ran."},
	{Name: "ciForwardDeploymentRollbackAllowed", Type: Flags, Doc: "Whether an older deployment job may be retried for a rollback."},
	{Name: "ciSeparatedCaches", Type: Flags, Doc: "Whether protected and other branches have caches of their own."},
	{Name: "ciPushRepositoryForJobTokenAllowed", Type: Flags, Doc: "Whether a job's token may push to this repository."},
	{Name: "ciPipelineVariablesMinimumOverrideRole", OneOf: []string{"developer", "maintainer", "owner", "no_one_allowed"}, Doc: "Who may set variables when starting a pipeline: developer, maintainer, owner or no_one_allowed."},
	{Name: "ciRestrictPipelineCancellationRole", OneOf: []string{"developer", "maintainer", "no_one"}, Doc: "Who may cancel pipelines: developer, maintainer or no_one."},
	{Name: "ciDeletePipelinesInSeconds", Type: Numbers, Doc: "The age in seconds at which pipelines are deleted."},
	{Name: "buildTimeout", Type: Numbers, Doc: "The longest time of a job in seconds."},
	{Name: "buildGitStrategy", OneOf: []string{"clone", "fetch"}, Doc: "How a job gets the repository: clone or fetch."},
	{Name: "autoCancelPendingPipelines", OneOf: []string{"enabled", "disabled"}, Doc: "Whether a newer pipeline cancels older ones of its branch: enabled or disabled."},
	{Name: "autoDevopsEnabled", Type: Flags, Doc: "Whether GitLab's own pipeline runs where there is no other."},
	{Name: "groupRunnersEnabled", Type: Flags, Doc: "Whether runners of the group serve it."},
	{Name: "sharedRunnersEnabled", Type: Flags, Doc: "Whether runners of the instance serve it."},
	{Name: "keepLatestArtifact", Type: Flags, Doc: "Whether the newest artifacts of a branch never expire."},
	{Name: "maxArtifactsSize", Type: Numbers, Doc: "The largest artifact of a job in megabytes."},
	{Name: "publicJobs", Type: Flags, Doc: "Whether whoever sees the project sees its jobs."},
	{Name: "resourceGroupDefaultProcessMode", OneOf: []string{"unordered", "oldest_first", "newest_first", "newest_ready_first"}, Doc: "Which waiting job of a resource group is next: unordered, oldest_first, newest_first or newest_ready_first."},
	{Name: "containerExpirationPolicy", Type: expirationPolicy, Field: "container_expiration_policy", Doc: "When images of its registry are cleaned up."},
}

var expirationPolicy = ObjectOf("ProjectContainerExpirationPolicy",
	Property{Name: "enabled", Type: Flags, Doc: "Whether anything is cleaned up."},
	Property{Name: "cadence", OneOf: []string{"1d", "7d", "14d", "1month", "3month"}, Doc: "How often: 1d, 7d, 14d, 1month or 3month."},
	Property{Name: "keepN", Type: Numbers, Doc: "How many tags of an image are kept."},
	Property{Name: "olderThan", Doc: "The age at which tags go, such as 90d."},
	Property{Name: "nameRegexDelete", Doc: "Which tags may go."},
	Property{Name: "nameRegexKeep", Doc: "Which tags never go."},
	Property{Name: "nextRunAt", Use: Computed, Doc: "When the next clean-up is."},
)

var (
	features    = []string{"disabled", "private", "enabled"}
	openFeature = []string{"disabled", "private", "enabled", "public"}
)

var projectFeatures = []Property{
	{Name: "analyticsAccessLevel", OneOf: features, Doc: "Who sees analytics: disabled, private or enabled."},
	{Name: "buildsAccessLevel", OneOf: features, Doc: "Who sees pipelines: disabled, private or enabled."},
	{Name: "containerRegistryAccessLevel", OneOf: features, Doc: "Who sees the container registry: disabled, private or enabled."},
	{Name: "environmentsAccessLevel", OneOf: features, Doc: "Who sees environments: disabled, private or enabled."},
	{Name: "featureFlagsAccessLevel", OneOf: features, Doc: "Who sees feature flags: disabled, private or enabled."},
	{Name: "forkingAccessLevel", OneOf: features, Doc: "Who may fork: disabled, private or enabled."},
	{Name: "infrastructureAccessLevel", OneOf: features, Doc: "Who sees infrastructure: disabled, private or enabled."},
	{Name: "issuesAccessLevel", OneOf: features, Doc: "Who sees issues: disabled, private or enabled."},
	{Name: "mergeRequestsAccessLevel", OneOf: features, Doc: "Who sees merge requests: disabled, private or enabled."},
	{Name: "modelExperimentsAccessLevel", OneOf: features, Doc: "Who sees model experiments: disabled, private or enabled."},
	{Name: "modelRegistryAccessLevel", OneOf: features, Doc: "Who sees the model registry: disabled, private or enabled."},
	{Name: "monitorAccessLevel", OneOf: features, Doc: "Who sees monitoring: disabled, private or enabled."},
	{Name: "pagesAccessLevel", OneOf: openFeature, Doc: "Who sees its pages: disabled, private, enabled or public."},
	{Name: "packageRegistryAccessLevel", OneOf: openFeature, Doc: "Who sees packages: disabled, private, enabled or public."},
	{Name: "releasesAccessLevel", OneOf: features, Doc: "Who sees releases: disabled, private or enabled."},
	{Name: "repositoryAccessLevel", OneOf: features, Doc: "Who sees the repository: disabled, private or enabled."},
	{Name: "securityAndComplianceAccessLevel", OneOf: features, Doc: "Who sees security: disabled, private or enabled."},
	{Name: "snippetsAccessLevel", OneOf: features, Doc: "Who sees snippets: disabled, private or enabled."},
	{Name: "wikiAccessLevel", OneOf: features, Doc: "Who sees the wiki: disabled, private or enabled."},
	{Name: "lfsEnabled", Type: Flags, Doc: "Whether it may keep large files with Git LFS."},
	{Name: "packagesEnabled", Type: Flags, Doc: "Whether it has a package registry."},
	{Name: "emailsEnabled", Type: Flags, Doc: "Whether members get mail."},
	{Name: "requestAccessEnabled", Type: Flags, Doc: "Whether people may ask to become members."},
}
