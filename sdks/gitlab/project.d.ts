import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
/**
 * A project: repository, pipelines, variables and all that belongs to them.
 */
export declare class Project extends pulumi.CustomResource {
    /**
     * Get an existing Project resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ProjectState, opts?: pulumi.CustomResourceOptions): Project;
    /**
     * Returns true if the given object is an instance of Project.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is Project;
    /**
     * Whether a skipped pipeline counts as one that succeeded.
     */
    readonly allowMergeOnSkippedPipeline: pulumi.Output<boolean>;
    /**
     * Who sees analytics: disabled, private or enabled.
     */
    readonly analyticsAccessLevel: pulumi.Output<string>;
    /**
     * Whether destroying archives it instead of deleting it.
     */
    readonly archiveOnDestroy: pulumi.Output<boolean | undefined>;
    /**
     * Whether it is kept for reading only.
     */
    readonly archived: pulumi.Output<boolean | undefined>;
    /**
     * Whether a newer pipeline cancels older ones of its branch: enabled or disabled.
     */
    readonly autoCancelPendingPipelines: pulumi.Output<string>;
    /**
     * Whether GitLab's own pipeline runs where there is no other.
     */
    readonly autoDevopsEnabled: pulumi.Output<boolean>;
    /**
     * Whether merging closes the issues that are named.
     */
    readonly autocloseReferencedIssues: pulumi.Output<boolean>;
    /**
     * The address of its picture.
     */
    readonly avatarUrl: pulumi.Output<string>;
    /**
     * How a job gets the repository: clone or fetch.
     */
    readonly buildGitStrategy: pulumi.Output<string>;
    /**
     * The longest time of a job in seconds.
     */
    readonly buildTimeout: pulumi.Output<number>;
    /**
     * Who sees pipelines: disabled, private or enabled.
     */
    readonly buildsAccessLevel: pulumi.Output<string>;
    /**
     * The pipeline's file, where it is not `.gitlab-ci.yml`.
     */
    readonly ciConfigPath: pulumi.Output<string | undefined>;
    /**
     * How many commits a job fetches; 0 for all.
     */
    readonly ciDefaultGitDepth: pulumi.Output<number>;
    /**
     * The age in seconds at which pipelines are deleted.
     */
    readonly ciDeletePipelinesInSeconds: pulumi.Output<number>;
    /**
     * Whether older deployment jobs are dropped when a newer one ran.
     */
    readonly ciForwardDeploymentEnabled: pulumi.Output<boolean>;
    /**
     * Whether an older deployment job may be retried for a rollback.
     */
    readonly ciForwardDeploymentRollbackAllowed: pulumi.Output<boolean>;
    /**
     * Who may set variables when starting a pipeline: developer, maintainer, owner or no_one_allowed.
     */
    readonly ciPipelineVariablesMinimumOverrideRole: pulumi.Output<string>;
    /**
     * Whether a job's token may push to this repository.
     */
    readonly ciPushRepositoryForJobTokenAllowed: pulumi.Output<boolean>;
    /**
     * Who may cancel pipelines: developer, maintainer or no_one.
     */
    readonly ciRestrictPipelineCancellationRole: pulumi.Output<string>;
    /**
     * Whether protected and other branches have caches of their own.
     */
    readonly ciSeparatedCaches: pulumi.Output<boolean>;
    /**
     * When images of its registry are cleaned up.
     */
    readonly containerExpirationPolicy: pulumi.Output<outputs.ProjectContainerExpirationPolicy>;
    /**
     * Who sees the container registry: disabled, private or enabled.
     */
    readonly containerRegistryAccessLevel: pulumi.Output<string>;
    /**
     * The branch that is cloned and merged into.
     */
    readonly defaultBranch: pulumi.Output<string>;
    /**
     * What the project is.
     */
    readonly description: pulumi.Output<string | undefined>;
    /**
     * Whether members get mail.
     */
    readonly emailsEnabled: pulumi.Output<boolean>;
    /**
     * Whether there is no commit yet.
     */
    readonly emptyRepo: pulumi.Output<boolean>;
    /**
     * Who sees environments: disabled, private or enabled.
     */
    readonly environmentsAccessLevel: pulumi.Output<string>;
    /**
     * Who sees feature flags: disabled, private or enabled.
     */
    readonly featureFlagsAccessLevel: pulumi.Output<string>;
    /**
     * Who may fork: disabled, private or enabled.
     */
    readonly forkingAccessLevel: pulumi.Output<string>;
    /**
     * Whether runners of the group serve it.
     */
    readonly groupRunnersEnabled: pulumi.Output<boolean>;
    /**
     * The address for cloning over HTTP.
     */
    readonly httpUrlToRepo: pulumi.Output<string>;
    /**
     * Who sees infrastructure: disabled, private or enabled.
     */
    readonly infrastructureAccessLevel: pulumi.Output<string>;
    /**
     * Whether a new project gets a first commit with a README.
     */
    readonly initializeWithReadme: pulumi.Output<boolean | undefined>;
    /**
     * The template of names of branches made from issues.
     */
    readonly issueBranchTemplate: pulumi.Output<string | undefined>;
    /**
     * Who sees issues: disabled, private or enabled.
     */
    readonly issuesAccessLevel: pulumi.Output<string>;
    /**
     * Whether the newest artifacts of a branch never expire.
     */
    readonly keepLatestArtifact: pulumi.Output<boolean>;
    /**
     * Whether it may keep large files with Git LFS.
     */
    readonly lfsEnabled: pulumi.Output<boolean>;
    /**
     * The largest artifact of a job in megabytes.
     */
    readonly maxArtifactsSize: pulumi.Output<number>;
    /**
     * The template of merge commit messages.
     */
    readonly mergeCommitTemplate: pulumi.Output<string | undefined>;
    /**
     * How merge requests are merged: merge, rebase_merge or ff.
     */
    readonly mergeMethod: pulumi.Output<string>;
    /**
     * Who sees merge requests: disabled, private or enabled.
     */
    readonly mergeRequestsAccessLevel: pulumi.Output<string>;
    /**
     * Who sees model experiments: disabled, private or enabled.
     */
    readonly modelExperimentsAccessLevel: pulumi.Output<string>;
    /**
     * Who sees the model registry: disabled, private or enabled.
     */
    readonly modelRegistryAccessLevel: pulumi.Output<string>;
    /**
     * Who sees monitoring: disabled, private or enabled.
     */
    readonly monitorAccessLevel: pulumi.Output<string>;
    /**
     * The name people read. By default made from the resource's name.
     */
    readonly name: pulumi.Output<string>;
    /**
     * The group it belongs to; by default the token's user. A change moves the project.
     */
    readonly namespaceId: pulumi.Output<number>;
    /**
     * Whether merging needs every thread to be resolved.
     */
    readonly onlyAllowMergeIfAllDiscussionsAreResolved: pulumi.Output<boolean>;
    /**
     * Whether merging needs a pipeline that succeeded.
     */
    readonly onlyAllowMergeIfPipelineSucceeds: pulumi.Output<boolean>;
    /**
     * Who sees packages: disabled, private, enabled or public.
     */
    readonly packageRegistryAccessLevel: pulumi.Output<string>;
    /**
     * Whether it has a package registry.
     */
    readonly packagesEnabled: pulumi.Output<boolean>;
    /**
     * Who sees its pages: disabled, private, enabled or public.
     */
    readonly pagesAccessLevel: pulumi.Output<string>;
    /**
     * Its part of the address; by default GitLab makes it from the name.
     */
    readonly path: pulumi.Output<string | undefined>;
    /**
     * Its path with those of the groups above.
     */
    readonly pathWithNamespace: pulumi.Output<string>;
    /**
     * Whether destroying removes it at once where GitLab would keep it for a while.
     */
    readonly permanentlyDeleteOnDestroy: pulumi.Output<boolean | undefined>;
    /**
     * Whether a push prints the link to a new merge request.
     */
    readonly printingMergeRequestLinkEnabled: pulumi.Output<boolean>;
    /**
     * Whether whoever sees the project sees its jobs.
     */
    readonly publicJobs: pulumi.Output<boolean>;
    /**
     * Who sees releases: disabled, private or enabled.
     */
    readonly releasesAccessLevel: pulumi.Output<string>;
    /**
     * Whether merging removes the source branch by default.
     */
    readonly removeSourceBranchAfterMerge: pulumi.Output<boolean>;
    /**
     * Who sees the repository: disabled, private or enabled.
     */
    readonly repositoryAccessLevel: pulumi.Output<string>;
    /**
     * Whether people may ask to become members.
     */
    readonly requestAccessEnabled: pulumi.Output<boolean>;
    /**
     * Whether a push resolves threads on lines that it changes.
     */
    readonly resolveOutdatedDiffDiscussions: pulumi.Output<boolean | undefined>;
    /**
     * Which waiting job of a resource group is next: unordered, oldest_first, newest_first or newest_ready_first.
     */
    readonly resourceGroupDefaultProcessMode: pulumi.Output<string>;
    /**
     * The token of the old way to register runners.
     */
    readonly runnersToken: pulumi.Output<string>;
    /**
     * Who sees security: disabled, private or enabled.
     */
    readonly securityAndComplianceAccessLevel: pulumi.Output<string>;
    /**
     * Whether runners of the instance serve it.
     */
    readonly sharedRunnersEnabled: pulumi.Output<boolean>;
    /**
     * Whether not to wait until GitLab has protected the default branch of a new project.
     */
    readonly skipWaitForDefaultBranchProtection: pulumi.Output<boolean | undefined>;
    /**
     * Who sees snippets: disabled, private or enabled.
     */
    readonly snippetsAccessLevel: pulumi.Output<string>;
    /**
     * The template of squash commit messages.
     */
    readonly squashCommitTemplate: pulumi.Output<string | undefined>;
    /**
     * Whether merging squashes: never, always, default_on or default_off.
     */
    readonly squashOption: pulumi.Output<string>;
    /**
     * The address for cloning over ssh.
     */
    readonly sshUrlToRepo: pulumi.Output<string>;
    /**
     * The commit message of applied suggestions.
     */
    readonly suggestionCommitMessage: pulumi.Output<string | undefined>;
    /**
     * Words that others find it by.
     */
    readonly topics: pulumi.Output<string[]>;
    /**
     * Who sees it: private, internal or public.
     */
    readonly visibilityLevel: pulumi.Output<string>;
    /**
     * Its page.
     */
    readonly webUrl: pulumi.Output<string>;
    /**
     * Who sees the wiki: disabled, private or enabled.
     */
    readonly wikiAccessLevel: pulumi.Output<string>;
    /**
     * Create a Project resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args?: ProjectArgs, opts?: pulumi.CustomResourceOptions);
}
export interface ProjectState {
    /**
     * Whether a skipped pipeline counts as one that succeeded.
     */
    allowMergeOnSkippedPipeline?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees analytics: disabled, private or enabled.
     */
    analyticsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether destroying archives it instead of deleting it.
     */
    archiveOnDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is kept for reading only.
     */
    archived?: pulumi.Input<boolean | undefined>;
    /**
     * Whether a newer pipeline cancels older ones of its branch: enabled or disabled.
     */
    autoCancelPendingPipelines?: pulumi.Input<string | undefined>;
    /**
     * Whether GitLab's own pipeline runs where there is no other.
     */
    autoDevopsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether merging closes the issues that are named.
     */
    autocloseReferencedIssues?: pulumi.Input<boolean | undefined>;
    /**
     * The address of its picture.
     */
    avatarUrl?: pulumi.Input<string | undefined>;
    /**
     * How a job gets the repository: clone or fetch.
     */
    buildGitStrategy?: pulumi.Input<string | undefined>;
    /**
     * The longest time of a job in seconds.
     */
    buildTimeout?: pulumi.Input<number | undefined>;
    /**
     * Who sees pipelines: disabled, private or enabled.
     */
    buildsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The pipeline's file, where it is not `.gitlab-ci.yml`.
     */
    ciConfigPath?: pulumi.Input<string | undefined>;
    /**
     * How many commits a job fetches; 0 for all.
     */
    ciDefaultGitDepth?: pulumi.Input<number | undefined>;
    /**
     * The age in seconds at which pipelines are deleted.
     */
    ciDeletePipelinesInSeconds?: pulumi.Input<number | undefined>;
    /**
     * Whether older deployment jobs are dropped when a newer one ran.
     */
    ciForwardDeploymentEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether an older deployment job may be retried for a rollback.
     */
    ciForwardDeploymentRollbackAllowed?: pulumi.Input<boolean | undefined>;
    /**
     * Who may set variables when starting a pipeline: developer, maintainer, owner or no_one_allowed.
     */
    ciPipelineVariablesMinimumOverrideRole?: pulumi.Input<string | undefined>;
    /**
     * Whether a job's token may push to this repository.
     */
    ciPushRepositoryForJobTokenAllowed?: pulumi.Input<boolean | undefined>;
    /**
     * Who may cancel pipelines: developer, maintainer or no_one.
     */
    ciRestrictPipelineCancellationRole?: pulumi.Input<string | undefined>;
    /**
     * Whether protected and other branches have caches of their own.
     */
    ciSeparatedCaches?: pulumi.Input<boolean | undefined>;
    /**
     * When images of its registry are cleaned up.
     */
    containerExpirationPolicy?: pulumi.Input<inputs.ProjectContainerExpirationPolicyArgs | undefined>;
    /**
     * Who sees the container registry: disabled, private or enabled.
     */
    containerRegistryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The branch that is cloned and merged into.
     */
    defaultBranch?: pulumi.Input<string | undefined>;
    /**
     * What the project is.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Whether members get mail.
     */
    emailsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether there is no commit yet.
     */
    emptyRepo?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees environments: disabled, private or enabled.
     */
    environmentsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees feature flags: disabled, private or enabled.
     */
    featureFlagsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who may fork: disabled, private or enabled.
     */
    forkingAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether runners of the group serve it.
     */
    groupRunnersEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * The address for cloning over HTTP.
     */
    httpUrlToRepo?: pulumi.Input<string | undefined>;
    /**
     * Who sees infrastructure: disabled, private or enabled.
     */
    infrastructureAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether a new project gets a first commit with a README.
     */
    initializeWithReadme?: pulumi.Input<boolean | undefined>;
    /**
     * The template of names of branches made from issues.
     */
    issueBranchTemplate?: pulumi.Input<string | undefined>;
    /**
     * Who sees issues: disabled, private or enabled.
     */
    issuesAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether the newest artifacts of a branch never expire.
     */
    keepLatestArtifact?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it may keep large files with Git LFS.
     */
    lfsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * The largest artifact of a job in megabytes.
     */
    maxArtifactsSize?: pulumi.Input<number | undefined>;
    /**
     * The template of merge commit messages.
     */
    mergeCommitTemplate?: pulumi.Input<string | undefined>;
    /**
     * How merge requests are merged: merge, rebase_merge or ff.
     */
    mergeMethod?: pulumi.Input<string | undefined>;
    /**
     * Who sees merge requests: disabled, private or enabled.
     */
    mergeRequestsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees model experiments: disabled, private or enabled.
     */
    modelExperimentsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees the model registry: disabled, private or enabled.
     */
    modelRegistryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees monitoring: disabled, private or enabled.
     */
    monitorAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The name people read. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The group it belongs to; by default the token's user. A change moves the project.
     */
    namespaceId?: pulumi.Input<number | undefined>;
    /**
     * Whether merging needs every thread to be resolved.
     */
    onlyAllowMergeIfAllDiscussionsAreResolved?: pulumi.Input<boolean | undefined>;
    /**
     * Whether merging needs a pipeline that succeeded.
     */
    onlyAllowMergeIfPipelineSucceeds?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees packages: disabled, private, enabled or public.
     */
    packageRegistryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether it has a package registry.
     */
    packagesEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees its pages: disabled, private, enabled or public.
     */
    pagesAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Its part of the address; by default GitLab makes it from the name.
     */
    path?: pulumi.Input<string | undefined>;
    /**
     * Its path with those of the groups above.
     */
    pathWithNamespace?: pulumi.Input<string | undefined>;
    /**
     * Whether destroying removes it at once where GitLab would keep it for a while.
     */
    permanentlyDeleteOnDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * Whether a push prints the link to a new merge request.
     */
    printingMergeRequestLinkEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether whoever sees the project sees its jobs.
     */
    publicJobs?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees releases: disabled, private or enabled.
     */
    releasesAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether merging removes the source branch by default.
     */
    removeSourceBranchAfterMerge?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees the repository: disabled, private or enabled.
     */
    repositoryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether people may ask to become members.
     */
    requestAccessEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether a push resolves threads on lines that it changes.
     */
    resolveOutdatedDiffDiscussions?: pulumi.Input<boolean | undefined>;
    /**
     * Which waiting job of a resource group is next: unordered, oldest_first, newest_first or newest_ready_first.
     */
    resourceGroupDefaultProcessMode?: pulumi.Input<string | undefined>;
    /**
     * The token of the old way to register runners.
     */
    runnersToken?: pulumi.Input<string | undefined>;
    /**
     * Who sees security: disabled, private or enabled.
     */
    securityAndComplianceAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether runners of the instance serve it.
     */
    sharedRunnersEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether not to wait until GitLab has protected the default branch of a new project.
     */
    skipWaitForDefaultBranchProtection?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees snippets: disabled, private or enabled.
     */
    snippetsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The template of squash commit messages.
     */
    squashCommitTemplate?: pulumi.Input<string | undefined>;
    /**
     * Whether merging squashes: never, always, default_on or default_off.
     */
    squashOption?: pulumi.Input<string | undefined>;
    /**
     * The address for cloning over ssh.
     */
    sshUrlToRepo?: pulumi.Input<string | undefined>;
    /**
     * The commit message of applied suggestions.
     */
    suggestionCommitMessage?: pulumi.Input<string | undefined>;
    /**
     * Words that others find it by.
     */
    topics?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Who sees it: private, internal or public.
     */
    visibilityLevel?: pulumi.Input<string | undefined>;
    /**
     * Its page.
     */
    webUrl?: pulumi.Input<string | undefined>;
    /**
     * Who sees the wiki: disabled, private or enabled.
     */
    wikiAccessLevel?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a Project resource.
 */
export interface ProjectArgs {
    /**
     * Whether a skipped pipeline counts as one that succeeded.
     */
    allowMergeOnSkippedPipeline?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees analytics: disabled, private or enabled.
     */
    analyticsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether destroying archives it instead of deleting it.
     */
    archiveOnDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is kept for reading only.
     */
    archived?: pulumi.Input<boolean | undefined>;
    /**
     * Whether a newer pipeline cancels older ones of its branch: enabled or disabled.
     */
    autoCancelPendingPipelines?: pulumi.Input<string | undefined>;
    /**
     * Whether GitLab's own pipeline runs where there is no other.
     */
    autoDevopsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether merging closes the issues that are named.
     */
    autocloseReferencedIssues?: pulumi.Input<boolean | undefined>;
    /**
     * How a job gets the repository: clone or fetch.
     */
    buildGitStrategy?: pulumi.Input<string | undefined>;
    /**
     * The longest time of a job in seconds.
     */
    buildTimeout?: pulumi.Input<number | undefined>;
    /**
     * Who sees pipelines: disabled, private or enabled.
     */
    buildsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The pipeline's file, where it is not `.gitlab-ci.yml`.
     */
    ciConfigPath?: pulumi.Input<string | undefined>;
    /**
     * How many commits a job fetches; 0 for all.
     */
    ciDefaultGitDepth?: pulumi.Input<number | undefined>;
    /**
     * The age in seconds at which pipelines are deleted.
     */
    ciDeletePipelinesInSeconds?: pulumi.Input<number | undefined>;
    /**
     * Whether older deployment jobs are dropped when a newer one ran.
     */
    ciForwardDeploymentEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether an older deployment job may be retried for a rollback.
     */
    ciForwardDeploymentRollbackAllowed?: pulumi.Input<boolean | undefined>;
    /**
     * Who may set variables when starting a pipeline: developer, maintainer, owner or no_one_allowed.
     */
    ciPipelineVariablesMinimumOverrideRole?: pulumi.Input<string | undefined>;
    /**
     * Whether a job's token may push to this repository.
     */
    ciPushRepositoryForJobTokenAllowed?: pulumi.Input<boolean | undefined>;
    /**
     * Who may cancel pipelines: developer, maintainer or no_one.
     */
    ciRestrictPipelineCancellationRole?: pulumi.Input<string | undefined>;
    /**
     * Whether protected and other branches have caches of their own.
     */
    ciSeparatedCaches?: pulumi.Input<boolean | undefined>;
    /**
     * When images of its registry are cleaned up.
     */
    containerExpirationPolicy?: pulumi.Input<inputs.ProjectContainerExpirationPolicyArgs | undefined>;
    /**
     * Who sees the container registry: disabled, private or enabled.
     */
    containerRegistryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The branch that is cloned and merged into.
     */
    defaultBranch?: pulumi.Input<string | undefined>;
    /**
     * What the project is.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Whether members get mail.
     */
    emailsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees environments: disabled, private or enabled.
     */
    environmentsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees feature flags: disabled, private or enabled.
     */
    featureFlagsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who may fork: disabled, private or enabled.
     */
    forkingAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether runners of the group serve it.
     */
    groupRunnersEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees infrastructure: disabled, private or enabled.
     */
    infrastructureAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether a new project gets a first commit with a README.
     */
    initializeWithReadme?: pulumi.Input<boolean | undefined>;
    /**
     * The template of names of branches made from issues.
     */
    issueBranchTemplate?: pulumi.Input<string | undefined>;
    /**
     * Who sees issues: disabled, private or enabled.
     */
    issuesAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether the newest artifacts of a branch never expire.
     */
    keepLatestArtifact?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it may keep large files with Git LFS.
     */
    lfsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * The largest artifact of a job in megabytes.
     */
    maxArtifactsSize?: pulumi.Input<number | undefined>;
    /**
     * The template of merge commit messages.
     */
    mergeCommitTemplate?: pulumi.Input<string | undefined>;
    /**
     * How merge requests are merged: merge, rebase_merge or ff.
     */
    mergeMethod?: pulumi.Input<string | undefined>;
    /**
     * Who sees merge requests: disabled, private or enabled.
     */
    mergeRequestsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees model experiments: disabled, private or enabled.
     */
    modelExperimentsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees the model registry: disabled, private or enabled.
     */
    modelRegistryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees monitoring: disabled, private or enabled.
     */
    monitorAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The name people read. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The group it belongs to; by default the token's user. A change moves the project.
     */
    namespaceId?: pulumi.Input<number | undefined>;
    /**
     * Whether merging needs every thread to be resolved.
     */
    onlyAllowMergeIfAllDiscussionsAreResolved?: pulumi.Input<boolean | undefined>;
    /**
     * Whether merging needs a pipeline that succeeded.
     */
    onlyAllowMergeIfPipelineSucceeds?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees packages: disabled, private, enabled or public.
     */
    packageRegistryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether it has a package registry.
     */
    packagesEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees its pages: disabled, private, enabled or public.
     */
    pagesAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Its part of the address; by default GitLab makes it from the name.
     */
    path?: pulumi.Input<string | undefined>;
    /**
     * Whether destroying removes it at once where GitLab would keep it for a while.
     */
    permanentlyDeleteOnDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * Whether a push prints the link to a new merge request.
     */
    printingMergeRequestLinkEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether whoever sees the project sees its jobs.
     */
    publicJobs?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees releases: disabled, private or enabled.
     */
    releasesAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether merging removes the source branch by default.
     */
    removeSourceBranchAfterMerge?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees the repository: disabled, private or enabled.
     */
    repositoryAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether people may ask to become members.
     */
    requestAccessEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether a push resolves threads on lines that it changes.
     */
    resolveOutdatedDiffDiscussions?: pulumi.Input<boolean | undefined>;
    /**
     * Which waiting job of a resource group is next: unordered, oldest_first, newest_first or newest_ready_first.
     */
    resourceGroupDefaultProcessMode?: pulumi.Input<string | undefined>;
    /**
     * Who sees security: disabled, private or enabled.
     */
    securityAndComplianceAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether runners of the instance serve it.
     */
    sharedRunnersEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether not to wait until GitLab has protected the default branch of a new project.
     */
    skipWaitForDefaultBranchProtection?: pulumi.Input<boolean | undefined>;
    /**
     * Who sees snippets: disabled, private or enabled.
     */
    snippetsAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The template of squash commit messages.
     */
    squashCommitTemplate?: pulumi.Input<string | undefined>;
    /**
     * Whether merging squashes: never, always, default_on or default_off.
     */
    squashOption?: pulumi.Input<string | undefined>;
    /**
     * The commit message of applied suggestions.
     */
    suggestionCommitMessage?: pulumi.Input<string | undefined>;
    /**
     * Words that others find it by.
     */
    topics?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Who sees it: private, internal or public.
     */
    visibilityLevel?: pulumi.Input<string | undefined>;
    /**
     * Who sees the wiki: disabled, private or enabled.
     */
    wikiAccessLevel?: pulumi.Input<string | undefined>;
}
