/** A job as GitLab sends it: the part of the answer to `POST /jobs/request` that this runner uses. */
export interface Job {
  readonly id: number;
  readonly token: string;
  readonly job_info: {
    readonly name: string;
    readonly stage: string;
    readonly project_id: number;
    readonly project_name: string;
    readonly project_full_path?: string;
  };
  readonly git_info: {
    readonly repo_url: string;
    readonly ref: string;
    readonly sha: string;
    readonly refspecs?: readonly string[];
    readonly depth?: number;
  };
  /** Seconds. */
  readonly runner_info?: { readonly timeout?: number };
  readonly variables: readonly Variable[];
  readonly steps: readonly Step[];
  readonly image?: Image | null;
  readonly services?: readonly Service[] | null;
  readonly artifacts?: readonly Artifact[] | null;
  readonly cache?: readonly Cache[] | null;
  readonly credentials?: readonly Credentials[] | null;
  readonly dependencies?: readonly Dependency[] | null;
  readonly hooks?: readonly { readonly name: string; readonly script: readonly string[] }[] | null;
}

export interface Variable {
  readonly key: string;
  readonly value: string;
  readonly public?: boolean;
  readonly masked?: boolean;
  readonly file?: boolean;
  readonly raw?: boolean;
}

export interface Step {
  readonly name: string;
  readonly script: readonly string[];
}

export interface Image {
  readonly name: string;
  readonly entrypoint?: readonly string[] | null;
  readonly pull_policy?: readonly string[] | null;
  readonly executor_opts?: {
    readonly docker?: { readonly user?: string | null; readonly platform?: string | null } | null;
  } | null;
}

export interface Service extends Image {
  readonly alias?: string | null;
  readonly command?: readonly string[] | null;
  readonly variables?: readonly Variable[] | null;
}

export interface Artifact {
  readonly name?: string | null;
  readonly untracked?: boolean | null;
  readonly paths?: readonly string[] | null;
  readonly exclude?: readonly string[] | null;
  readonly when?: "on_success" | "on_failure" | "always" | null;
  readonly expire_in?: string | null;
  readonly artifact_type?: string | null;
  readonly artifact_format?: "zip" | "gzip" | "raw" | null;
}

export interface Cache {
  readonly key: string;
  readonly untracked?: boolean | null;
  readonly policy?: "pull-push" | "pull" | "push" | null;
  readonly paths?: readonly string[] | null;
  readonly when?: "on_success" | "on_failure" | "always" | null;
  readonly fallback_keys?: readonly string[] | null;
}

export interface Credentials {
  readonly type: string;
  readonly url: string;
  readonly username: string;
  readonly password: string;
}

export interface Dependency {
  readonly id: number;
  readonly token: string;
  readonly name: string;
  readonly artifacts_file?: { readonly filename?: string | null; readonly size?: number } | null;
}

export type FailureReason =
  | "script_failure"
  | "runner_system_failure"
  | "job_execution_timeout"
  | "job_canceled";
