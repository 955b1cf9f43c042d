import * as pulumi from "@pulumi/pulumi";
/**
 * A variable of the pipelines that a schedule starts.
 */
export declare class PipelineScheduleVariable extends pulumi.CustomResource {
    /**
     * Get an existing PipelineScheduleVariable resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: PipelineScheduleVariableState, opts?: pulumi.CustomResourceOptions): PipelineScheduleVariable;
    /**
     * Returns true if the given object is an instance of PipelineScheduleVariable.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is PipelineScheduleVariable;
    /**
     * The name that jobs read.
     */
    readonly key: pulumi.Output<string>;
    /**
     * GitLab's number of the schedule.
     */
    readonly pipelineScheduleId: pulumi.Output<number>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * The value; wrap a secret one with `pulumi.secret`.
     */
    readonly value: pulumi.Output<string>;
    /**
     * env_var, or file: then the job gets the path of a file with the value.
     */
    readonly variableType: pulumi.Output<string>;
    /**
     * Create a PipelineScheduleVariable resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: PipelineScheduleVariableArgs, opts?: pulumi.CustomResourceOptions);
}
export interface PipelineScheduleVariableState {
    /**
     * The name that jobs read.
     */
    key?: pulumi.Input<string | undefined>;
    /**
     * GitLab's number of the schedule.
     */
    pipelineScheduleId?: pulumi.Input<number | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * The value; wrap a secret one with `pulumi.secret`.
     */
    value?: pulumi.Input<string | undefined>;
    /**
     * env_var, or file: then the job gets the path of a file with the value.
     */
    variableType?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a PipelineScheduleVariable resource.
 */
export interface PipelineScheduleVariableArgs {
    /**
     * The name that jobs read.
     */
    key: pulumi.Input<string>;
    /**
     * GitLab's number of the schedule.
     */
    pipelineScheduleId: pulumi.Input<number>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * The value; wrap a secret one with `pulumi.secret`.
     */
    value: pulumi.Input<string>;
    /**
     * env_var, or file: then the job gets the path of a file with the value.
     */
    variableType?: pulumi.Input<string | undefined>;
}
