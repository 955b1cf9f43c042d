import * as pulumi from "@pulumi/pulumi";
import * as inputs from "./types/input";
import * as outputs from "./types/output";
/**
 * The protection of a tag, or of all tags that a pattern matches.
 */
export declare class TagProtection extends pulumi.CustomResource {
    /**
     * Get an existing TagProtection resource's state with the given name, ID, and optional extra
     * properties used to qualify the lookup.
     *
     * @param name The _unique_ name of the resulting resource.
     * @param id The _unique_ provider ID of the resource to lookup.
     * @param state Any extra arguments used during the lookup.
     * @param opts Optional settings to control the behavior of the CustomResource.
     */
    static get(name: string, id: pulumi.Input<pulumi.ID>, state?: TagProtectionState, opts?: pulumi.CustomResourceOptions): TagProtection;
    /**
     * Returns true if the given object is an instance of TagProtection.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is TagProtection;
    /**
     * Who may create it besides; needs a paid GitLab.
     */
    readonly allowedToCreates: pulumi.Output<outputs.TagProtectionAllowedToCreate[] | undefined>;
    /**
     * Who may create it: no one, developer, maintainer or admin. Defaults to maintainer.
     */
    readonly createAccessLevel: pulumi.Output<string>;
    /**
     * The project's id or full path.
     */
    readonly project: pulumi.Output<string>;
    /**
     * The tag's name; `*` is any text.
     */
    readonly tag: pulumi.Output<string>;
    /**
     * Create a TagProtection resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args: TagProtectionArgs, opts?: pulumi.CustomResourceOptions);
}
export interface TagProtectionState {
    /**
     * Who may create it besides; needs a paid GitLab.
     */
    allowedToCreates?: pulumi.Input<pulumi.Input<inputs.TagProtectionAllowedToCreateArgs>[] | undefined>;
    /**
     * Who may create it: no one, developer, maintainer or admin. Defaults to maintainer.
     */
    createAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project?: pulumi.Input<string | undefined>;
    /**
     * The tag's name; `*` is any text.
     */
    tag?: pulumi.Input<string | undefined>;
}
/**
 * The set of arguments for constructing a TagProtection resource.
 */
export interface TagProtectionArgs {
    /**
     * Who may create it besides; needs a paid GitLab.
     */
    allowedToCreates?: pulumi.Input<pulumi.Input<inputs.TagProtectionAllowedToCreateArgs>[] | undefined>;
    /**
     * Who may create it: no one, developer, maintainer or admin. Defaults to maintainer.
     */
    createAccessLevel?: pulumi.Input<string | undefined>;
    /**
     * The project's id or full path.
     */
    project: pulumi.Input<string>;
    /**
     * The tag's name; `*` is any text.
     */
    tag: pulumi.Input<string>;
}
