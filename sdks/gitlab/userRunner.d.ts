import * as pulumi from "@pulumi/pulumi";
/**
 * A runner's registration. The runner itself is started with its token.
 */
export declare class UserRunner extends pulumi.CustomResource {
    /**
     * Get an existing UserRunner resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: UserRunnerState, opts?: pulumi.CustomResourceOptions): UserRunner;
    /**
     * Returns true if the given object is an instance of UserRunner.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is UserRunner;
    /**
     * not_protected, or ref_protected: only jobs of protected branches and tags.
     */
    readonly accessLevel: pulumi.Output<string>;
    /**
     * What people call it.
     */
    readonly description: pulumi.Output<string>;
    /**
     * The group of a group_type runner.
     */
    readonly groupId: pulumi.Output<number | undefined>;
    /**
     * Whether other projects cannot enable it.
     */
    readonly locked: pulumi.Output<boolean>;
    /**
     * What those who look after it should know.
     */
    readonly maintenanceNote: pulumi.Output<string>;
    /**
     * The longest time of a job in seconds, 600 or more.
     */
    readonly maximumTimeout: pulumi.Output<number>;
    /**
     * Whether it takes no new jobs.
     */
    readonly paused: pulumi.Output<boolean>;
    /**
     * The project of a project_type runner.
     */
    readonly projectId: pulumi.Output<number | undefined>;
    /**
     * Whose jobs it runs: instance_type, group_type or project_type.
     */
    readonly runnerType: pulumi.Output<string>;
    /**
     * The tags of the jobs that it runs.
     */
    readonly tagLists: pulumi.Output<string[]>;
    /**
     * What the runner signs in with; GitLab tells it once.
     */
    readonly token: pulumi.Output<string>;
    /**
     * Whether it also runs jobs without tags.
     */
    readonly untagged: pulumi.Output<boolean>;
    /**
     * Create a UserRunner resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: UserRunnerArgs, opts?: pulumi.CustomResourceOptions);
}
export interface UserRunnerState {
    /**
     * not_protected, or ref_protected: only jobs of protected branches and tags.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * What people call it.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The group of a group_type runner.
     */
    groupId?: pulumi.Input<number | undefined>;
    /**
     * Whether other projects cannot enable it.
     */
    locked?: pulumi.Input<boolean | undefined>;
    /**
     * What those who look after it should know.
     */
    maintenanceNote?: pulumi.Input<string | undefined>;
    /**
     * The longest time of a job in seconds, 600 or more.
     */
    maximumTimeout?: pulumi.Input<number | undefined>;
    /**
     * Whether it takes no new jobs.
     */
    paused?: pulumi.Input<boolean | undefined>;
    /**
     * The project of a project_type runner.
     */
    projectId?: pulumi.Input<number | undefined>;
    /**
     * Whose jobs it runs: instance_type, group_type or project_type.
     */
    runnerType?: pulumi.Input<string | undefined>;
    /**
     * The tags of the jobs that it runs.
     */
    tagLists?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * What the runner signs in with; GitLab tells it once.
     */
    token?: pulumi.Input<string | undefined>;
    /**
     * Whether it also runs jobs without tags.
     */
    untagged?: pulumi.Input<boolean | undefined>;
}
/**
 * The set of arguments for constructing a UserRunner resource.
 */
export interface UserRunnerArgs {
    /**
     * not_protected, or ref_protected: only jobs of protected branches and tags.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * What people call it.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The group of a group_type runner.
     */
    groupId?: pulumi.Input<number | undefined>;
    /**
     * Whether other projects cannot enable it.
     */
    locked?: pulumi.Input<boolean | undefined>;
    /**
     * What those who look after it should know.
     */
    maintenanceNote?: pulumi.Input<string | undefined>;
    /**
     * The longest time of a job in seconds, 600 or more.
     */
    maximumTimeout?: pulumi.Input<number | undefined>;
    /**
     * Whether it takes no new jobs.
     */
    paused?: pulumi.Input<boolean | undefined>;
    /**
     * The project of a project_type runner.
     */
    projectId?: pulumi.Input<number | undefined>;
    /**
     * Whose jobs it runs: instance_type, group_type or project_type.
     */
    runnerType: pulumi.Input<string>;
    /**
     * The tags of the jobs that it runs.
     */
    tagLists?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * Whether it also runs jobs without tags.
     */
    untagged?: pulumi.Input<boolean | undefined>;
}
