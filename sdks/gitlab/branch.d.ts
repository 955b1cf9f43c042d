import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
/**
 * A branch of a repository.
 */
export declare class Branch extends pulumi.CustomResource {
    /**
     * Get an existing Branch resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: BranchState, opts?: pulumi.CustomResourceOptions): Branch;
    /**
     * Returns true if the given object is an instance of Branch.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is Branch;
    /**
     * Whether the token's user may push.
     */
    readonly canPush: pulumi.Output<boolean>;
    /**
     * The newest commit.
     */
    readonly commits: pulumi.Output<outputs.BranchCommit[]>;
    /**
     * Whether it is the project's default branch.
     */
    readonly default: pulumi.Output<boolean>;
    /**
     * Whether developers may merge into it.
     */
    readonly developerCanMerge: pulumi.Output<boolean>;
    /**
     * Whether developers may push to it.
     */
    readonly developerCanPush: pulumi.Output<boolean>;
    /**
     * Whether destroying leaves it in GitLab.
     */
    readonly keepOnDestroy: pulumi.Output<boolean>;
    /**
     * Whether it is merged into the default branch.
     */
    readonly merged: pulumi.Output<boolean>;
    /**
     * The branch's name. By default made from the resource's name.
     */
    readonly name: pulumi.Output<string>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * Whether it is protected.
     */
    readonly protected: pulumi.Output<boolean>;
    /**
     * The branch, tag or commit that it starts from.
     */
    readonly ref: pulumi.Output<string>;
    /**
     * Its page.
     */
    readonly webUrl: pulumi.Output<string>;
    /**
     * Create a Branch resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: BranchArgs, opts?: pulumi.CustomResourceOptions);
}
export interface BranchState {
    /**
     * Whether the token's user may push.
     */
    canPush?: pulumi.Input<boolean | undefined>;
    /**
     * The newest commit.
     */
    commits?: pulumi.Input<pulumi.Input<inputs.BranchCommitArgs>[] | undefined>;
    /**
     * Whether it is the project's default branch.
     */
    default?: pulumi.Input<boolean | undefined>;
    /**
     * Whether developers may merge into it.
     */
    developerCanMerge?: pulumi.Input<boolean | undefined>;
    /**
     * Whether developers may push to it.
     */
    developerCanPush?: pulumi.Input<boolean | undefined>;
    /**
     * Whether destroying leaves it in GitLab.
     */
    keepOnDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * Whether it is merged into the default branch.
     */
    merged?: pulumi.Input<boolean | undefined>;
    /**
     * The branch's name. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * Whether it is protected.
     */
    protected?: pulumi.Input<boolean | undefined>;
    /**
     * The branch, tag or commit that it starts from.
     */
    ref?: pulumi.Input<string | undefined>;
    /**
     * Its page.
     */
    webUrl?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a Branch resource.
 */
export interface BranchArgs {
    /**
     * Whether destroying leaves it in GitLab.
     */
    keepOnDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * The branch's name. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * The branch, tag or commit that it starts from.
     */
    ref: pulumi.Input<string>;
}
