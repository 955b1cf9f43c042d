import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
/**
 * A token that acts as a member of one project.
 */
export declare class ProjectAccessToken extends pulumi.CustomResource {
    /**
     * Get an existing ProjectAccessToken resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: ProjectAccessTokenState, opts?: pulumi.CustomResourceOptions): ProjectAccessToken;
    /**
     * Returns true if the given object is an instance of ProjectAccessToken.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is ProjectAccessToken;
    /**
     * The role that it acts in, such as developer or maintainer.
     */
    readonly accessLevel: pulumi.Output<string>;
    /**
     * Whether it can be used.
     */
    readonly active: pulumi.Output<boolean>;
    /**
     * When it was made.
     */
    readonly createdAt: pulumi.Output<string>;
    /**
     * What it is for.
     */
    readonly description: pulumi.Output<string>;
    /**
     * Its last day, as YYYY-MM-DD. A change makes a new token.
     */
    readonly expiresAt: pulumi.Output<string>;
    /**
     * What people call it. By default made from the resource's name.
     */
    readonly name: pulumi.Output<string>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * Whether it was revoked.
     */
    readonly revoked: pulumi.Output<boolean>;
    /**
     * Rotates the token by itself, in the place of expiresAt.
     */
    readonly rotationConfiguration: pulumi.Output<outputs.ProjectAccessTokenRotationConfiguration | undefined>;
    /**
     * What it may reach, such as api or read_repository.
     */
    readonly scopes: pulumi.Output<string[]>;
    /**
     * The token; GitLab tells it once.
     */
    readonly token: pulumi.Output<string>;
    /**
     * The user that it acts as.
     */
    readonly userId: pulumi.Output<number>;
    /**
     * Whether a day in the past is refused.
     */
    readonly validatePastExpirationDate: pulumi.Output<boolean>;
    /**
     * Create a ProjectAccessToken resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: ProjectAccessTokenArgs, opts?: pulumi.CustomResourceOptions);
}
export interface ProjectAccessTokenState {
    /**
     * The role that it acts in, such as developer or maintainer.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * Whether it can be used.
     */
    active?: pulumi.Input<boolean | undefined>;
    /**
     * When it was made.
     */
    createdAt?: pulumi.Input<string | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Its last day, as YYYY-MM-DD. A change makes a new token.
     */
    expiresAt?: pulumi.Input<string | undefined>;
    /**
     * What people call it. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * Whether it was revoked.
     */
    revoked?: pulumi.Input<boolean | undefined>;
    /**
     * Rotates the token by itself, in the place of expiresAt.
     */
    rotationConfiguration?: pulumi.Input<inputs.ProjectAccessTokenRotationConfigurationArgs | undefined>;
    /**
     * What it may reach, such as api or read_repository.
     */
    scopes?: pulumi.Input<pulumi.Input<string>[] | undefined>;
    /**
     * The token; GitLab tells it once.
     */
    token?: pulumi.Input<string | undefined>;
    /**
     * The user that it acts as.
     */
    userId?: pulumi.Input<number | undefined>;
    /**
     * Whether a day in the past is refused.
     */
    validatePastExpirationDate?: pulumi.Input<boolean | undefined>;
}
/**
 * The set of arguments for constructing a ProjectAccessToken resource.
 */
export interface ProjectAccessTokenArgs {
    /**
     * The role that it acts in, such as developer or maintainer.
     */
    accessLevel?: pulumi.Input<string | undefined>;
    /**
     * What it is for.
     */
    description?: pulumi.Input<string | undefined>;
    /**
     * Its last day, as YYYY-MM-DD. A change makes a new token.
     */
    expiresAt?: pulumi.Input<string | undefined>;
    /**
     * What people call it. By default made from the resource's name.
     */
    name?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * Rotates the token by itself, in the place of expiresAt.
     */
    rotationConfiguration?: pulumi.Input<inputs.ProjectAccessTokenRotationConfigurationArgs | undefined>;
    /**
     * What it may reach, such as api or read_repository.
     */
    scopes: pulumi.Input<pulumi.Input<string>[]>;
    /**
     * Whether a day in the past is refused.
     */
    validatePastExpirationDate?: pulumi.Input<boolean | undefined>;
}
