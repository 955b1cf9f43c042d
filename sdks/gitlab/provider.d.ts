import * as pulumi from "@pulumi/pulumi";
/**
 * A connection to one GitLab.
 */
export declare class Provider extends pulumi.ProviderResource {
    /**
     * Returns true if the given object is an instance of Provider.  This is designed to work even
     * when multiple copies of the Pulumi SDK have been loaded into the same process.
     */
    static isInstance(obj: any): obj is Provider;
    /**
     * Where GitLab is, such as `https://gitlab.example.org/api/v4/`. Defaults to GITLAB_BASE_URL.
     */
    readonly baseUrl: pulumi.Output<string | undefined>;
    /**
     * A PEM file with certificate authorities to trust.
     */
    readonly cacertFile: pulumi.Output<string | undefined>;
    /**
     * A PEM file with a certificate to show, where a proxy asks for one.
     */
    readonly clientCert: pulumi.Output<string | undefined>;
    /**
     * A PEM file with the key of clientCert.
     */
    readonly clientKey: pulumi.Output<string | undefined>;
    /**
     * What to sign in with. Defaults to GITLAB_TOKEN.
     */
    readonly token: pulumi.Output<string | undefined>;
    /**
     * Create a Provider resource with the given unique name, arguments, and options.
     *
     * @param name The _unique_ name of the resource.
     * @param args The arguments to use to populate this resource's properties.
     * @param opts A bag of options that control this resource's behavior.
     */
    constructor(name: string, args?: ProviderArgs, opts?: pulumi.ResourceOptions);
}
/**
 * The set of arguments for constructing a Provider resource.
 */
export interface ProviderArgs {
    /**
     * Where GitLab is, such as `https://gitlab.example.org/api/v4/`. Defaults to GITLAB_BASE_URL.
     */
    baseUrl?: pulumi.Input<string | undefined>;
    /**
     * A PEM file with certificate authorities to trust.
     */
    cacertFile?: pulumi.Input<string | undefined>;
    /**
     * A PEM file with a certificate to show, where a proxy asks for one.
     */
    clientCert?: pulumi.Input<string | undefined>;
    /**
     * A PEM file with the key of clientCert.
     */
    clientKey?: pulumi.Input<string | undefined>;
    /**
     * Whether the token is tried before anything else. Defaults to true.
     */
    earlyAuthCheck?: pulumi.Input<boolean | undefined>;
    /**
     * Headers of every request.
     */
    headers?: pulumi.Input<{
        [key: string]: pulumi.Input<string>;
    } | undefined>;
    /**
     * Whether any certificate is good enough.
     */
    insecure?: pulumi.Input<boolean | undefined>;
    /**
     * How often a request is repeated at most, where GitLab asks for patience or fails.
     */
    retries?: pulumi.Input<number | undefined>;
    /**
     * What to sign in with. Defaults to GITLAB_TOKEN.
     */
    token?: pulumi.Input<string | undefined>;
}
