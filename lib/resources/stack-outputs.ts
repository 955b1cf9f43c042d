import type { Output } from "@pulumi/pulumi";

/** Where the stage's GitLab is; the token of the stand-in's administrator alone is told. */
export interface GitLabOutput {
  readonly url: string;
  readonly group: Output<string>;
  readonly token?: Output<string>;
}

export interface ProjectOutput {
  readonly webUrl: Output<string>;
  readonly kind: string;
}

export interface RunnerOutput {
  readonly tags: readonly string[];
}
