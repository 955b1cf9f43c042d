/**
 * Where GitLab is, such as `https://gitlab.example.org/api/v4/`. Defaults to GITLAB_BASE_URL.
 */
export declare const baseUrl: string | undefined;
/**
 * A PEM file with certificate authorities to trust.
 */
export declare const cacertFile: string | undefined;
/**
 * A PEM file with a certificate to show, where a proxy asks for one.
 */
export declare const clientCert: string | undefined;
/**
 * A PEM file with the key of clientCert.
 */
export declare const clientKey: string | undefined;
/**
 * Whether the token is tried before anything else. Defaults to true.
 */
export declare const earlyAuthCheck: boolean | undefined;
/**
 * Headers of every request.
 */
export declare const headers: {
    [key: string]: string;
} | undefined;
/**
 * Whether any certificate is good enough.
 */
export declare const insecure: boolean | undefined;
/**
 * How often a request is repeated at most, where GitLab asks for patience or fails.
 */
export declare const retries: number | undefined;
/**
 * What to sign in with. Defaults to GITLAB_TOKEN.
 */
export declare const token: string | undefined;
