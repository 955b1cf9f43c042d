import type { Container } from "../engine/containers.ts";
import { type Problem, refuse } from "../problems/index.ts";
import { heldBy, recordedHosts } from "./deployment.ts";
import { stageHosts } from "./engines.ts";
import { movedImages, withMove } from "./moved-images.ts";
import { notUp } from "./not-up.ts";
import { CommandError, read } from "./pulumi.ts";
import { restored } from "./restored.ts";
import { silentHosts } from "./silent-hosts.ts";
import { requireStandin } from "./standin.ts";
import { exportState } from "./state.ts";

/** What `pulumi refresh --preview-only --json` prints, the part that is used here. */
export interface RefreshPreview {
  readonly steps: readonly Step[];
}

export interface Step {
  /** `refresh` (as it was recorded), `update` (changed) or `delete` (gone). */
  readonly op: string;
  readonly urn: string;
  readonly oldState?: ResourceState;
  readonly newState?: ResourceState | null;
  /** By property path. */
  readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
}

export interface ResourceState {
  readonly type: string;
  readonly parent?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** What is known of a stage after a look at all hosts that answer. */
export interface Look extends RefreshPreview {
  /** Containers that were brought back. */
  readonly restored: readonly Container[];
  /** Why the others could not be asked. */
  readonly unasked: readonly Problem[];
}

/**
 * Reads every resource of a stage afresh that is on a host that answers; neither the stage nor its state changes.
 * @throws ProblemError where the stage was never brought up, no host or not the stand-in for GitLab answers, else CommandError
 */
export async function previewRefresh(stage: string): Promise<Look> {
  // Asking the hosts also opens the tunnels of those over ssh, which the refresh needs.
  const [{ deployment }, settings] = await Promise.all([exportState(stage), stageHosts(stage)]);
  const hosts = recordedHosts(deployment);
  if (hosts.length === 0) refuse([notUp(stage)]);
  const silent = await silentHosts(hosts, settings);
  const unasked = silent.map(({ problem }) => problem);
  if (silent.length === hosts.length) refuse(unasked);
  const held = heldBy(
    silent.map(({ host }) => host),
    deployment,
  );
  const exclusions = held.flatMap((urn) => ["--exclude", urn]);
  const outcome = await read(stage, "refresh", "--preview-only", "--json", ...exclusions);
  if (outcome.code === 0) {
    const answering = hosts.filter((host) => silent.every((each) => each.host !== host));
    const [back, moved] = await Promise.all([
      restored(stage, deployment, answering),
      movedImages(deployment, answering),
    ]);
    const { steps } = JSON.parse(outcome.stdout) as RefreshPreview;
    return {
      steps: steps.map((step) => withMove(step, moved)),
      unasked,
      restored: back.map(({ container }) => container),
    };
  }
  await requireStandin(stage);
  throw new CommandError({ ...outcome, stdout: errorsOf(outcome.stdout) });
}

/** A failed run prints all it has read, and what failed at the end of it. */
export function errorsOf(stdout: string): string {
  if (!stdout.startsWith("{")) return stdout;
  const { diagnostics = [] } = JSON.parse(stdout) as {
    diagnostics?: { severity: string; message: string }[];
  };
  return diagnostics
    .flatMap(({ severity, message }) => (severity === "error" ? [message.trim()] : []))
    .join("\n");
}
