/**
 * A `.gitlab-ci.yml` as data, with GitLab's own names of keys. It has only keys that the kinds use. So nobody can use by
 * accident what GitLab advises against, such as `only` and `except`.
 */
export interface Pipeline {
  /** A comment at the top of the file. */
  readonly comment: string;
  readonly workflow: Workflow;
  readonly stages: readonly string[];
  readonly variables?: Readonly<Record<string, string | DescribedVariable>>;
  readonly default: Defaults;
  /** Job names as GitLab shows them, in the order of the file. */
  readonly jobs: Readonly<Record<string, Job>>;
}

/** A variable that the form of a manually started pipeline asks for. */
export interface DescribedVariable {
  readonly value: string;
  readonly description: string;
}

export interface Workflow {
  readonly auto_cancel: { readonly on_new_commit: "interruptible" | "conservative" | "none" };
  readonly rules: readonly Rule[];
}

/** The first rule that matches decides. Without a match the job is not in the pipeline. */
export interface Rule {
  /** A comment above the rule. */
  readonly comment?: string;
  readonly if?: string;
  /** Globs of paths. One of them must have changed. */
  readonly changes?: readonly string[];
  readonly when?: "on_success" | "always" | "manual" | "never";
  readonly allow_failure?: boolean;
  readonly variables?: Variables;
}

export type Variables = Readonly<Record<string, string>>;

export interface Defaults {
  readonly image?: string;
  readonly tags?: readonly string[];
  readonly timeout: string;
  readonly interruptible: boolean;
  readonly retry: { readonly max: 0 | 1 | 2; readonly when: readonly string[] };
}

export interface JobService {
  readonly name: string;
  readonly alias: string;
  readonly command?: readonly string[];
}

export interface Cache {
  readonly key: { readonly files: readonly string[]; readonly prefix?: string };
  readonly paths: readonly string[];
}

export interface Artifacts {
  readonly when?: "on_success" | "on_failure" | "always";
  readonly expire_in: string;
  readonly paths?: readonly string[];
  /** Who may download them. Default: whoever sees the job. */
  readonly access?: "developer";
  readonly reports?: {
    readonly junit?: string;
    readonly dotenv?: string;
    readonly terraform?: string;
    readonly coverage_report?: { readonly coverage_format: "cobertura"; readonly path: string };
  };
}

export interface JobEnvironment {
  readonly name: string;
  readonly url?: string;
  readonly on_stop?: string;
  readonly action?: "start" | "stop";
  readonly auto_stop_in?: string;
  readonly deployment_tier: "production" | "staging" | "testing" | "development" | "other";
}

export interface Job {
  /** A comment above the job. */
  readonly comment?: string;
  /** Comments above keys of the job. */
  readonly notes?: Readonly<Record<string, string>>;
  readonly stage: string;
  readonly image: string;
  readonly services?: readonly JobService[];
  /** Tags of the runners that may take the job. */
  readonly tags: readonly string[];
  readonly rules: readonly Rule[];
  readonly needs?: readonly string[];
  readonly environment?: JobEnvironment;
  readonly resource_group?: string;
  readonly interruptible?: boolean;
  readonly timeout?: string;
  readonly allow_failure?: boolean | { readonly exit_codes: readonly number[] };
  readonly parallel?: { readonly matrix: readonly Readonly<Record<string, readonly string[]>>[] };
  readonly variables?: Variables;
  readonly cache?: Cache;
  readonly before_script?: readonly string[];
  readonly script: readonly string[];
  readonly after_script?: readonly string[];
  readonly coverage?: string;
  readonly artifacts?: Artifacts;
}
