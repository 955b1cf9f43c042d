import type { Output } from "@pulumi/pulumi";

/** The stage's GitLab. The token is that of the stand-in's administrator; a real GitLab's token is not an output. */
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
