import * as pulumi from "@pulumi/pulumi";
/**
 * Pipelines that start by the clock.
 */
export declare class PipelineSchedule extends pulumi.CustomResource {
    /**
     * Get an existing PipelineSchedule resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: PipelineScheduleState, opts?: pulumi.CustomResourceOptions): PipelineSchedule;
    /**
     * Returns true if the given object is an instance of PipelineSchedule.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is PipelineSchedule;
    /**
     * Whether it starts anything.
     */
    readonly active: pulumi.Output<boolean>;
    /**
     * When, as five fields of cron.
     */
    readonly cron: pulumi.Output<string>;
    /**
     * The time zone of the clock.
     */
    readonly cronTimezone: pulumi.Output<string>;
    /**
     * What it is for.
     */
    readonly description: pulumi.Output<string>;
    /**
     * The user whose rights its pipelines have.
     */
    readonly owner: pulumi.Output<number>;
    /**
     * GitLab's number of it.
     */
    readonly pipelineScheduleId: pulumi.Output<number>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * The branch or tag in full, such as `refs/heads/main`.
     */
    readonly ref: pulumi.Output<string>;
    /**
     * Whether a change makes the token's user its owner.
     */
    readonly takeOwnership: pulumi.Output<boolean>;
    /**
     * Create a PipelineSchedule resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: PipelineScheduleArgs, opts?: pulumi.CustomResourceOptions);
}
export interface PipelineScheduleState {
    /**
     * Whether it starts anything.
     */
    active?: pulumi.Input<boolean | undefined>;
    /**
     * When, as five fields of cron.
     */
    cron?: pulumi.Input<string | undefined>;
    /**
     * The time zone of the clock.
     */
    cronTimezone?: pulumi.Input<string | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The user whose rights its pipelines have.
     */
    owner?: pulumi.Input<number | undefined>;
    /**
     * GitLab's number of it.
     */
    pipelineScheduleId?: pulumi.Input<number | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * The branch or tag in full, such as `refs/heads/main`.
     */
    ref?: pulumi.Input<string | undefined>;
    /**
     * Whether a change makes the token's user its owner.
     */
    takeOwnership?: pulumi.Input<boolean | undefined>;
}
/**
 * The set of arguments for constructing a PipelineSchedule resource.
 */
export interface PipelineScheduleArgs {
    /**
     * Whether it starts anything.
     */
    active?: pulumi.Input<boolean | undefined>;
    /**
     * When, as five fields of cron.
     */
    cron: pulumi.Input<string>;
    /**
     * The time zone of the clock.
     */
    cronTimezone?: pulumi.Input<string | undefined>;
    /**
     * What it is for.
     */
    description: pulumi.Input<string>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * The branch or tag in full, such as `refs/heads/main`.
     */
    ref: pulumi.Input<string>;
    /**
     * Whether a change makes the token's user its owner.
     */
    takeOwnership?: pulumi.Input<boolean | undefined>;
}
