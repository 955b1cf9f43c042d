import * as pulumi from "@pulumi/pulumi";
/**
 * A group of projects. Destroying it waits until GitLab has let go of it.
 */
export declare class Group extends pulumi.CustomResource {
    /**
     * Get an existing Group resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: GroupState, opts?: pulumi.CustomResourceOptions): Group;
    /**
     * Returns true if the given object is an instance of Group.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is Group;
    /**
     * Whether projects without a pipeline of their own get GitLab's.
     */
    readonly autoDevopsEnabled: pulumi.Output<boolean>;
    /**
     * The address of its picture.
     */
    readonly avatarUrl: pulumi.Output<string>;
    /**
     * The default branch of new projects.
     */
    readonly defaultBranch: pulumi.Output<string | undefined>;
    /**
     * What the group is for.
     */
    readonly description: pulumi.Output<string | undefined>;
    /**
     * Whether members get mail.
     */
    readonly emailsEnabled: pulumi.Output<boolean>;
    /**
     * Its name with those of the groups above.
     */
    readonly fullName: pulumi.Output<string>;
    /**
     * Its path with those of the groups above.
     */
    readonly fullPath: pulumi.Output<string>;
    /**
     * Whether projects may keep large files with Git LFS.
     */
    readonly lfsEnabled: pulumi.Output<boolean>;
    /**
     * Whether the group cannot be mentioned.
     */
    readonly mentionsDisabled: pulumi.Output<boolean>;
    /**
     * The name people read. By default made from the resource's name.
     */
    readonly name: pulumi.Output<string>;
    /**
     * The group above it; 0 for none. A change moves the group.
     */
    readonly parentId: pulumi.Output<number>;
    /**
     * The group's part of the address.
     */
    readonly path: pulumi.Output<string>;
    /**
     * Whether a subgroup is removed at once where GitLab would keep it for a while.
     */
    readonly permanentlyRemoveOnDelete: pulumi.Output<boolean | undefined>;
    /**
     * Who may create projects: noone, owner, maintainer, developer or administrator.
     */
    readonly projectCreationLevel: pulumi.Output<string>;
    /**
     * Whether people may ask to become members.
     */
    readonly requestAccessEnabled: pulumi.Output<boolean>;
    /**
     * Whether members need a second factor.
     */
    readonly requireTwoFactorAuthentication: pulumi.Output<boolean>;
    /**
     * The token of the old way to register runners.
     */
    readonly runnersToken: pulumi.Output<string>;
    /**
     * Whether its projects cannot be shared with other groups.
     */
    readonly shareWithGroupLock: pulumi.Output<boolean>;
    /**
     * Whether runners of the instance serve it: enabled, disabled_and_overridable or disabled_and_unoverridable.
     */
    readonly sharedRunnersSetting: pulumi.Output<string>;
    /**
     * Who may create subgroups: owner or maintainer.
     */
    readonly subgroupCreationLevel: pulumi.Output<string>;
    /**
     * Hours until members need the second factor.
     */
    readonly twoFactorGracePeriod: pulumi.Output<number>;
    /**
     * Who sees it: private, internal or public.
     */
    readonly visibilityLevel: pulumi.Output<string>;
    /**
     * Its page.
     */
    readonly webUrl: pulumi.Output<string>;
    /**
     * Create a Group resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: GroupArgs, opts?: pulumi.CustomResourceOptions);
}
export interface GroupState {
    /**
     * Whether projects without a pipeline of their own get GitLab's.
     */
    autoDevopsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * The address of its picture.
     */
    avatarUrl?: pulumi.Input<string | undefined>;
    /**
     * The default branch of new projects.
     */
    defaultBranch?: pulumi.Input<string | undefined>;
    /**
     * What the group is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Whether members get mail.
     */
    emailsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Its name with those of the groups above.
     */
    fullName?: pulumi.Input<string | undefined>;
    /**
     * Its path with those of the groups above.
     */
    fullPath?: pulumi.Input<string | undefined>;
    /**
     * Whether projects may keep large files with Git LFS.
     */
    lfsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the group cannot be mentioned.
     */
    mentionsDisabled?: pulumi.Input<boolean | undefined>;
    /**
     * The name people read. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The group above it; 0 for none. A change moves the group.
     */
    parentId?: pulumi.Input<number | undefined>;
    /**
     * The group's part of the address.
     */
    path?: pulumi.Input<string | undefined>;
    /**
     * Whether a subgroup is removed at once where GitLab would keep it for a while.
     */
    permanentlyRemoveOnDelete?: pulumi.Input<boolean | undefined>;
    /**
     * Who may create projects: noone, owner, maintainer, developer or administrator.
     */
    projectCreationLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether people may ask to become members.
     */
    requestAccessEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether members need a second factor.
     */
    requireTwoFactorAuthentication?: pulumi.Input<boolean | undefined>;
    /**
     * The token of the old way to register runners.
     */
    runnersToken?: pulumi.Input<string | undefined>;
    /**
     * Whether its projects cannot be shared with other groups.
     */
    shareWithGroupLock?: pulumi.Input<boolean | undefined>;
    /**
     * Whether runners of the instance serve it: enabled, disabled_and_overridable or disabled_and_unoverridable.
     */
    sharedRunnersSetting?: pulumi.Input<string | undefined>;
    /**
     * Who may create subgroups: owner or maintainer.
     */
    subgroupCreationLevel?: pulumi.Input<string | undefined>;
    /**
     * Hours until members need the second factor.
     */
    twoFactorGracePeriod?: pulumi.Input<number | undefined>;
    /**
     * Who sees it: private, internal or public.
     */
    visibilityLevel?: pulumi.Input<string | undefined>;
    /**
     * Its page.
     */
    webUrl?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a Group resource.
 */
export interface GroupArgs {
    /**
     * Whether projects without a pipeline of their own get GitLab's.
     */
    autoDevopsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * The default branch of new projects.
     */
    defaultBranch?: pulumi.Input<string | undefined>;
    /**
     * What the group is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Whether members get mail.
     */
    emailsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether projects may keep large files with Git LFS.
     */
    lfsEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether the group cannot be mentioned.
     */
    mentionsDisabled?: pulumi.Input<boolean | undefined>;
    /**
     * The name people read. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The group above it; 0 for none. A change moves the group.
     */
    parentId?: pulumi.Input<number | undefined>;
    /**
     * The group's part of the address.
     */
    path: pulumi.Input<string>;
    /**
     * Whether a subgroup is removed at once where GitLab would keep it for a while.
     */
    permanentlyRemoveOnDelete?: pulumi.Input<boolean | undefined>;
    /**
     * Who may create projects: noone, owner, maintainer, developer or administrator.
     */
    projectCreationLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether people may ask to become members.
     */
    requestAccessEnabled?: pulumi.Input<boolean | undefined>;
    /**
     * Whether members need a second factor.
     */
    requireTwoFactorAuthentication?: pulumi.Input<boolean | undefined>;
    /**
     * Whether its projects cannot be shared with other groups.
     */
    shareWithGroupLock?: pulumi.Input<boolean | undefined>;
    /**
     * Whether runners of the instance serve it: enabled, disabled_and_overridable or disabled_and_unoverridable.
     */
    sharedRunnersSetting?: pulumi.Input<string | undefined>;
    /**
     * Who may create subgroups: owner or maintainer.
     */
    subgroupCreationLevel?: pulumi.Input<string | undefined>;
    /**
     * Hours until members need the second factor.
     */
    twoFactorGracePeriod?: pulumi.Input<number | undefined>;
    /**
     * Who sees it: private, internal or public.
     */
    visibilityLevel?: pulumi.Input<string | undefined>;
}
