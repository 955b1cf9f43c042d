import * as pulumi from "@pulumi/pulumi";
/**
 * A place that a project deploys to.
 */
export declare class ProjectEnvironment extends pulumi.CustomResource {
    /**
     * Get an existing ProjectEnvironment resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ProjectEnvironmentState, opts?: pulumi.CustomResourceOptions): ProjectEnvironment;
    /**
     * Returns true if the given object is an instance of ProjectEnvironment.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is ProjectEnvironment;
    /**
     * When it stops by itself.
     */
    readonly autoStopAt: pulumi.Output<string>;
    /**
     * When it stops by itself: always or with_action.
     */
    readonly autoStopSetting: pulumi.Output<string>;
    /**
     * When it was made.
     */
    readonly createdAt: pulumi.Output<string>;
    /**
     * What it is for.
     */
    readonly description: pulumi.Output<string>;
    /**
     * Where what is deployed can be seen.
     */
    readonly externalUrl: pulumi.Output<string>;
    /**
     * Its name in jobs. By default made from the resource's name.
     */
    readonly name: pulumi.Output<string>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * Its name in addresses.
     */
    readonly slug: pulumi.Output<string>;
    /**
     * available or stopped.
     */
    readonly state: pulumi.Output<string>;
    /**
     * Whether destroying stops it first, which GitLab asks for.
     */
    readonly stopBeforeDestroy: pulumi.Output<boolean>;
    /**
     * What sort of place: production, staging, testing, development or other.
     */
    readonly tier: pulumi.Output<string>;
    /**
     * When it was changed.
     */
    readonly updatedAt: pulumi.Output<string>;
    /**
     * Create a ProjectEnvironment resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: ProjectEnvironmentArgs, opts?: pulumi.CustomResourceOptions);
}
export interface ProjectEnvironmentState {
    /**
     * When it stops by itself.
     */
    autoStopAt?: pulumi.Input<string | undefined>;
    /**
     * When it stops by itself: always or with_action.
     */
    autoStopSetting?: pulumi.Input<string | undefined>;
    /**
     * When it was made.
     */
    createdAt?: pulumi.Input<string | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Where what is deployed can be seen.
     */
    externalUrl?: pulumi.Input<string | undefined>;
    /**
     * Its name in jobs. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * Its name in addresses.
     */
    slug?: pulumi.Input<string | undefined>;
    /**
     * available or stopped.
     */
    state?: pulumi.Input<string | undefined>;
    /**
     * Whether destroying stops it first, which GitLab asks for.
     */
    stopBeforeDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * What sort of place: production, staging, testing, development or other.
     */
    tier?: pulumi.Input<string | undefined>;
    /**
     * When it was changed.
     */
    updatedAt?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a ProjectEnvironment resource.
 */
export interface ProjectEnvironmentArgs {
    /**
     * When it stops by itself: always or with_action.
     */
    autoStopSetting?: pulumi.Input<string | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Where what is deployed can be seen.
     */
    externalUrl?: pulumi.Input<string | undefined>;
    /**
     * Its name in jobs. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * Whether destroying stops it first, which GitLab asks for.
     */
    stopBeforeDestroy?: pulumi.Input<boolean | undefined>;
    /**
     * What sort of place: production, staging, testing, development or other.
     */
    tier?: pulumi.Input<string | undefined>;
}
