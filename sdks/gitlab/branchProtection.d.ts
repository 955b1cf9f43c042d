import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
/**
 * The protection of a branch, or of all branches that a pattern matches.
 */
export declare class BranchProtection extends pulumi.CustomResource {
    /**
     * Get an existing BranchProtection resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: BranchProtectionState, opts?: pulumi.CustomResourceOptions): BranchProtection;
    /**
     * Returns true if the given object is an instance of BranchProtection.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is BranchProtection;
    /**
     * Whether whoever may push may also rewrite history.
     */
    readonly allowForcePush: pulumi.Output<boolean>;
    /**
     * Who may merge, on GitLab's Enterprise Edition.
     */
    readonly allowedToMerges: pulumi.Output<outputs.BranchProtectionAllowedToMerge[]>;
    /**
     * Who may push, on GitLab's Enterprise Edition.
     */
    readonly allowedToPushes: pulumi.Output<outputs.BranchProtectionAllowedToPush[]>;
    /**
     * Who may end the protection, on GitLab's Enterprise Edition.
     */
    readonly allowedToUnprotects: pulumi.Output<outputs.BranchProtectionAllowedToUnprotect[]>;
    /**
     * The branch's name; `*` is any text.
     */
    readonly branch: pulumi.Output<string>;
    /**
     * GitLab's number of it.
     */
    readonly branchProtectionId: pulumi.Output<number>;
    /**
     * Whether code owners have to approve; needs a paid GitLab.
     */
    readonly codeOwnerApprovalRequired: pulumi.Output<boolean>;
    /**
     * Who may merge: no one, developer, maintainer or admin.
     */
    readonly mergeAccessLevel: pulumi.Output<string>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * Who may push: no one, developer, maintainer or admin.
     */
    readonly pushAccessLevel: pulumi.Output<string>;
    /**
     * Create a BranchProtection resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: BranchProtectionArgs, opts?: pulumi.CustomResourceOptions);
}
export interface BranchProtectionState {
    /**
     * Whether whoever may push may also rewrite history.
     */
    allowForcePush?: pulumi.Input<boolean | undefined>;
    /**
     * Who may merge, on GitLab's Enterprise Edition.
     */
    allowedToMerges?: pulumi.Input<pulumi.Input<inputs.BranchProtectionAllowedToMergeArgs>[] | undefined>;
    /**
     * Who may push, on GitLab's Enterprise Edition.
     */
    allowedToPushes?: pulumi.Input<pulumi.Input<inputs.BranchProtectionAllowedToPushArgs>[] | undefined>;
    /**
     * Who may end the protection, on GitLab's Enterprise Edition.
     */
    allowedToUnprotects?: pulumi.Input<pulumi.Input<inputs.BranchProtectionAllowedToUnprotectArgs>[] | undefined>;
    /**
     * The branch's name; `*` is any text.
     */
    branch?: pulumi.Input<string | undefined>;
    /**
     * GitLab's number of it.
     */
    branchProtectionId?: pulumi.Input<number | undefined>;
    /**
     * Whether code owners have to approve; needs a paid GitLab.
     */
    codeOwnerApprovalRequired?: pulumi.Input<boolean | undefined>;
    /**
     * Who may merge: no one, developer, maintainer or admin.
     */
    mergeAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * Who may push: no one, developer, maintainer or admin.
     */
    pushAccessLevel?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a BranchProtection resource.
 */
export interface BranchProtectionArgs {
    /**
     * Whether whoever may push may also rewrite history.
     */
    allowForcePush?: pulumi.Input<boolean | undefined>;
    /**
     * Who may merge, on GitLab's Enterprise Edition.
     */
    allowedToMerges?: pulumi.Input<pulumi.Input<inputs.BranchProtectionAllowedToMergeArgs>[] | undefined>;
    /**
     * Who may push, on GitLab's Enterprise Edition.
     */
    allowedToPushes?: pulumi.Input<pulumi.Input<inputs.BranchProtectionAllowedToPushArgs>[] | undefined>;
    /**
     * Who may end the protection, on GitLab's Enterprise Edition.
     */
    allowedToUnprotects?: pulumi.Input<pulumi.Input<inputs.BranchProtectionAllowedToUnprotectArgs>[] | undefined>;
    /**
     * The branch's name; `*` is any text.
     */
    branch: pulumi.Input<string>;
    /**
     * Whether code owners have to approve; needs a paid GitLab.
     */
    codeOwnerApprovalRequired?: pulumi.Input<boolean | undefined>;
    /**
     * Who may merge: no one, developer, maintainer or admin.
     */
    mergeAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * Who may push: no one, developer, maintainer or admin.
     */
    pushAccessLevel?: pulumi.Input<string | undefined>;
}
