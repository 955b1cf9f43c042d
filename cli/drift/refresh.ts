import type { Container } from "../../lib/docker/containers.ts";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import {
  exportState,
  type Preview,
  previewRefresh,
  recordedHosts,
  resourcesOn,
} from "../../lib/state/index.ts";
import { stageHosts } from "../stage/engines.ts";
import { notUpProblem } from "../stage/not-up.ts";
import { pulumiCliOf } from "../stage/pulumi.ts";
import { findRestored } from "../stage/restored-containers.ts";
import { requireStandin } from "../stage/standin.ts";
import { unreachableRecordedHosts } from "../stage/unreachable-recorded-hosts.ts";
import { movedImages, withMovedImage } from "./moved-images.ts";

/** What is known of a stage after a look at all hosts that answer. */
export interface StageLook extends Preview {
  /** Containers that were brought back. */
  readonly restored: readonly Container[];
  /** Why the others could not be asked. */
  readonly unasked: readonly Problem[];
}

/**
 * Reads every resource of a stage afresh that is on a host that answers; neither the stage nor its state changes.
 * @throws ProblemError where the stage was never brought up, no host or not the stand-in for GitLab answers, else CommandError
 */
export async function lookAtStage(stage: string): Promise<StageLook> {
  const cli = pulumiCliOf(stage);
  // Asking the hosts also opens the tunnels of those over ssh, which the refresh needs.
  const [{ deployment }, settings] = await Promise.all([exportState(cli), stageHosts(stage)]);
  const hosts = recordedHosts(deployment);
  if (hosts.length === 0) refuse([notUpProblem(stage)]);
  const unreachable = await unreachableRecordedHosts(hosts, settings);
  const unasked = unreachable.map(({ problem }) => problem);
  if (unreachable.length === hosts.length) refuse(unasked);
  const unread = resourcesOn(
    unreachable.map(({ host }) => host),
    deployment,
  );
  const exclusions = [...new Set(unread.map(({ urn }) => urn))].flatMap((urn) => ["--exclude", urn]);
  const { steps } = await previewRefresh(cli, ...exclusions).catch(async (error: unknown) => {
    await requireStandin(deployment);
    throw error;
  });
  const answering = hosts.filter((host) => unreachable.every((each) => each.host !== host));
  const [back, moved] = await Promise.all([
    findRestored(stage, deployment, answering),
    movedImages(deployment, answering),
  ]);
  return {
    steps: steps.map((step) => withMovedImage(step, moved)),
    unasked,
    restored: back.map(({ container }) => container),
  };
}
