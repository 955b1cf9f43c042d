import * as pulumi from "@pulumi/pulumi";
/**
 * A CI/CD variable of all projects of a group.
 */
export declare class GroupVariable extends pulumi.CustomResource {
    /**
     * Get an existing GroupVariable resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: GroupVariableState, opts?: pulumi.CustomResourceOptions): GroupVariable;
    /**
     * Returns true if the given object is an instance of GroupVariable.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is GroupVariable;
    /**
     * What it is for.
     */
    readonly description: pulumi.Output<string>;
    /**
     * The environments whose jobs get it; `*` is any text.
     */
    readonly environmentScope: pulumi.Output<string>;
    /**
     * The group's id or full path.
     */
    readonly group: pulumi.Output<string>;
    /**
     * Whether nobody can read the value in GitLab any more.
     */
    readonly hidden: pulumi.Output<boolean>;
    /**
     * The name that jobs read.
     */
    readonly key: pulumi.Output<string>;
    /**
     * Whether job logs hide the value.
     */
    readonly masked: pulumi.Output<boolean>;
    /**
     * Whether only pipelines of protected branches and tags get it.
     */
    readonly protected: pulumi.Output<boolean>;
    /**
     * Whether `$` in the value has no meaning.
     */
    readonly raw: pulumi.Output<boolean>;
    /**
     * The value; wrap a secret one with `pulumi.secret`.
     */
    readonly value: pulumi.Output<string>;
    /**
     * env_var, or file: then the job gets the path of a file with the value.
     */
    readonly variableType: pulumi.Output<string>;
    /**
     * Create a GroupVariable resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: GroupVariableArgs, opts?: pulumi.CustomResourceOptions);
}
export interface GroupVariableState {
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The environments whose jobs get it; `*` is any text.
     */
    environmentScope?: pulumi.Input<string | undefined>;
    /**
     * The group's id or full path.
     */
    group?: pulumi.Input<string | undefined>;
    /**
     * Whether nobody can read the value in GitLab any more.
     */
    hidden?: pulumi.Input<boolean | undefined>;
    /**
     * The name that jobs read.
     */
    key?: pulumi.Input<string | undefined>;
    /**
     * Whether job logs hide the value.
     */
    masked?: pulumi.Input<boolean | undefined>;
    /**
     * Whether only pipelines of protected branches and tags get it.
     */
    protected?: pulumi.Input<boolean | undefined>;
    /**
     * Whether `$` in the value has no meaning.
     */
    raw?: pulumi.Input<boolean | undefined>;
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
 * The set of arguments for constructing a GroupVariable resource.
 */
export interface GroupVariableArgs {
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * The environments whose jobs get it; `*` is any text.
     */
    environmentScope?: pulumi.Input<string | undefined>;
    /**
     * The group's id or full path.
     */
    group: pulumi.Input<string>;
    /**
     * Whether nobody can read the value in GitLab any more.
     */
    hidden?: pulumi.Input<boolean | undefined>;
    /**
     * The name that jobs read.
     */
    key: pulumi.Input<string>;
    /**
     * Whether job logs hide the value.
     */
    masked?: pulumi.Input<boolean | undefined>;
    /**
     * Whether only pipelines of protected branches and tags get it.
     */
    protected?: pulumi.Input<boolean | undefined>;
    /**
     * Whether `$` in the value has no meaning.
     */
    raw?: pulumi.Input<boolean | undefined>;
    /**
     * The value; wrap a secret one with `pulumi.secret`.
     */
    value: pulumi.Input<string>;
    /**
     * env_var, or file: then the job gets the path of a file with the value.
     */
    variableType?: pulumi.Input<string | undefined>;
}
