import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
/**
 * An address that GitLab calls when something happens in a project.
 */
export declare class ProjectHook extends pulumi.CustomResource {
    /**
     * Get an existing ProjectHook resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ProjectHookState, opts?: pulumi.CustomResourceOptions): ProjectHook;
    /**
     * Returns true if the given object is an instance of ProjectHook.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is ProjectHook;
    /**
     * Whether GitLab still calls it.
     */
    readonly alertStatus: pulumi.Output<string>;
    /**
     * How the filter is meant: wildcard, regex or all_branches.
     */
    readonly branchFilterStrategy: pulumi.Output<string>;
    /**
     * Whether it is called for confidential issues.
     */
    readonly confidentialIssuesEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for confidential comments.
     */
    readonly confidentialNoteEvents: pulumi.Output<boolean>;
    /**
     * Headers of the calls.
     */
    readonly customHeaders: pulumi.Output<outputs.ProjectHookCustomHeader[] | undefined>;
    /**
     * A template of what is sent.
     */
    readonly customWebhookTemplate: pulumi.Output<string>;
    /**
     * Whether it is called for deployments.
     */
    readonly deploymentEvents: pulumi.Output<boolean>;
    /**
     * What it is for.
     */
    readonly description: pulumi.Output<string>;
    /**
     * Until when GitLab does not call it.
     */
    readonly disabledUntil: pulumi.Output<string>;
    /**
     * Whether it is called for reactions.
     */
    readonly emojiEvents: pulumi.Output<boolean>;
    /**
     * Whether the address needs a certificate that is trusted.
     */
    readonly enableSslVerification: pulumi.Output<boolean>;
    /**
     * Whether it is called for feature flags.
     */
    readonly featureFlagEvents: pulumi.Output<boolean>;
    /**
     * GitLab's number of it.
     */
    readonly hookId: pulumi.Output<number>;
    /**
     * Whether it is called for issues.
     */
    readonly issuesEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for jobs.
     */
    readonly jobEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for merge requests.
     */
    readonly mergeRequestsEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for milestones.
     */
    readonly milestoneEvents: pulumi.Output<boolean>;
    /**
     * What people call it.
     */
    readonly name: pulumi.Output<string>;
    /**
     * Whether it is called for comments.
     */
    readonly noteEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for pipelines.
     */
    readonly pipelineEvents: pulumi.Output<boolean>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * The project's number.
     */
    readonly projectId: pulumi.Output<number>;
    /**
     * Whether it is called for pushes.
     */
    readonly pushEvents: pulumi.Output<boolean>;
    /**
     * Which branches' pushes.
     */
    readonly pushEventsBranchFilter: pulumi.Output<string>;
    /**
     * Whether it is called for releases.
     */
    readonly releasesEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for any change of the repository.
     */
    readonly repositoryUpdateEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for access tokens that expire.
     */
    readonly resourceAccessTokenEvents: pulumi.Output<boolean>;
    /**
     * Whether it is called for tags.
     */
    readonly tagPushEvents: pulumi.Output<boolean>;
    /**
     * What GitLab shows to the address so that it knows who calls.
     */
    readonly token: pulumi.Output<string>;
    /**
     * The address.
     */
    readonly url: pulumi.Output<string>;
    /**
     * Parts of the address that GitLab does not show.
     */
    readonly urlVariables: pulumi.Output<outputs.ProjectHookUrlVariable[] | undefined>;
    /**
     * Whether it is called for wiki pages.
     */
    readonly wikiPageEvents: pulumi.Output<boolean>;
    /**
     * Create a ProjectHook resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: ProjectHookArgs, opts?: pulumi.CustomResourceOptions);
}
export interface ProjectHookState {
    /**
     * Whether GitLab still calls it.
     */
    alertStatus?: pulumi.Input<string | undefined>;
    /**
     * How the filter is meant: wildcard, regex or all_branches.
     */
    branchFilterStrategy?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for confidential issues.
     */
    confidentialIssuesEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for confidential comments.
     */
    confidentialNoteEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Headers of the calls.
     */
    customHeaders?: pulumi.Input<pulumi.Input<inputs.ProjectHookCustomHeaderArgs>[] | undefined>;
    /**
     * A template of what is sent.
     */
    customWebhookTemplate?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for deployments.
     */
    deploymentEvents?: pulumi.Input<boolean | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Until when GitLab does not call it.
     */
    disabledUntil?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for reactions.
     */
    emojiEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the address needs a certificate that is trusted.
     */
    enableSslVerification?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for feature flags.
     */
    featureFlagEvents?: pulumi.Input<boolean | undefined>;
    /**
     * GitLab's number of it.
     */
    hookId?: pulumi.Input<number | undefined>;
    /**
     * Whether it is called for issues.
     */
    issuesEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for jobs.
     */
    jobEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for merge requests.
     */
    mergeRequestsEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for milestones.
     */
    milestoneEvents?: pulumi.Input<boolean | undefined>;
    /**
     * What people call it.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for comments.
     */
    noteEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for pipelines.
     */
    pipelineEvents?: pulumi.Input<boolean | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * The project's number.
     */
    projectId?: pulumi.Input<number | undefined>;
    /**
     * Whether it is called for pushes.
     */
    pushEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Which branches' pushes.
     */
    pushEventsBranchFilter?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for releases.
     */
    releasesEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for any change of the repository.
     */
    repositoryUpdateEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for access tokens that expire.
     */
    resourceAccessTokenEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for tags.
     */
    tagPushEvents?: pulumi.Input<boolean | undefined>;
    /**
     * What GitLab shows to the address so that it knows who calls.
     */
    token?: pulumi.Input<string | undefined>;
    /**
     * The address.
     */
    url?: pulumi.Input<string | undefined>;
    /**
     * Parts of the address that GitLab does not show.
     */
    urlVariables?: pulumi.Input<pulumi.Input<inputs.ProjectHookUrlVariableArgs>[] | undefined>;
    /**
     * Whether it is called for wiki pages.
     */
    wikiPageEvents?: pulumi.Input<boolean | undefined>;
}
/**
 * The set of arguments for constructing a ProjectHook resource.
 */
export interface ProjectHookArgs {
    /**
     * How the filter is meant: wildcard, regex or all_branches.
     */
    branchFilterStrategy?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for confidential issues.
     */
    confidentialIssuesEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for confidential comments.
     */
    confidentialNoteEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Headers of the calls.
     */
    customHeaders?: pulumi.Input<pulumi.Input<inputs.ProjectHookCustomHeaderArgs>[] | undefined>;
    /**
     * A template of what is sent.
     */
    customWebhookTemplate?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for deployments.
     */
    deploymentEvents?: pulumi.Input<boolean | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for reactions.
     */
    emojiEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the address needs a certificate that is trusted.
     */
    enableSslVerification?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for feature flags.
     */
    featureFlagEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for issues.
     */
    issuesEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for jobs.
     */
    jobEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for merge requests.
     */
    mergeRequestsEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for milestones.
     */
    milestoneEvents?: pulumi.Input<boolean | undefined>;
    /**
     * What people call it.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for comments.
     */
    noteEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for pipelines.
     */
    pipelineEvents?: pulumi.Input<boolean | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * Whether it is called for pushes.
     */
    pushEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Which branches' pushes.
     */
    pushEventsBranchFilter?: pulumi.Input<string | undefined>;
    /**
     * Whether it is called for releases.
     */
    releasesEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for access tokens that expire.
     */
    resourceAccessTokenEvents?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is called for tags.
     */
    tagPushEvents?: pulumi.Input<boolean | undefined>;
    /**
     * What GitLab shows to the address so that it knows who calls.
     */
    token?: pulumi.Input<string | undefined>;
    /**
     * The address.
     */
    url: pulumi.Input<string>;
    /**
     * Parts of the address that GitLab does not show.
     */
    urlVariables?: pulumi.Input<pulumi.Input<inputs.ProjectHookUrlVariableArgs>[] | undefined>;
    /**
     * Whether it is called for wiki pages.
     */
    wikiPageEvents?: pulumi.Input<boolean | undefined>;
}
