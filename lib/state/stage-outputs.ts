import { withPlainSecrets } from "./property-values.ts";
import { types } from "./resource.ts";
import type { Deployment } from "./state.ts";

/**
 * The stack outputs, a contract: other tools read them with `pulumi stack output --json`. Fields may be added, none is changed
 * or removed. A part that the stage does not have is missing.
 */
export interface StageOutputs<Secret = unknown> {
  readonly stage: string;
  readonly registry?: RegistryOutput<Secret>;
  readonly pypi?: PypiOutput<Secret>;
  readonly gitlab?: GitLabOutput<Secret>;
  /** By name. */
  readonly projects?: Readonly<Record<string, ProjectOutput>>;
  readonly runners?: Readonly<Record<string, RunnerOutput>>;
  /** Services by `<host>/<stack>` and then by name. */
  readonly stacks?: Readonly<Record<string, Readonly<Record<string, ServiceOutput>>>>;
}

export interface RegistryOutput<Secret = unknown> {
  /** `host[:port]` */
  readonly address: string;
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
}

export interface PypiOutput<Secret = unknown> {
  readonly url: string;
  readonly user: string;
  readonly password: Secret;
}

export interface GitLabOutput<Secret = unknown> {
  readonly url: string;
  readonly group: string;
  /** Of the administrator of the stand-in. The token of a team's own GitLab is no output. */
  readonly token?: Secret;
}

export interface ProjectOutput {
  readonly webUrl: string;
  readonly kind: string;
}

export interface RunnerOutput {
  readonly tags: readonly string[];
}

/** The container that runs for a service. */
export interface ServiceOutput {
  /** The container's name. */
  readonly container: string;
  readonly image: string;
  /** `[ip:]published->target/protocol`. */
  readonly ports: readonly string[];
}

/** The outputs that a state records, none for a new state. Its secrets are objects that stand for them. */
export function stageOutputs({ resources }: Deployment): Partial<StageOutputs> {
  return resources.find(({ type }) => type === types.stage)?.outputs ?? {};
}

/** The outputs with secrets in plain text. @param deployment exported with `--show-secrets` */
export function plainStageOutputs(deployment: Deployment): Partial<StageOutputs<string>> {
  return withPlainSecrets(stageOutputs(deployment)) as Partial<StageOutputs<string>>;
}
