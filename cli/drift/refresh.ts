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

/** What a refresh has found on all hosts that answer. */
export interface StageLook extends Preview {
  /** Containers that were brought back. */
  readonly restored: readonly Container[];
  /** Why the other hosts could not be asked. */
  readonly unasked: readonly Problem[];
}

/**
 * Refreshes every resource on the hosts that answer. Changes neither the stage nor its state.
 * @throws ProblemError if the stage was never brought up, if no host answers, or if the stand-in for GitLab does not
 * @throws CommandError if the refresh fails for another reason
 */
export async function lookAtStage(stage: string): Promise<StageLook> {
  const cli = pulumiCliOf(stage);
  // This also opens the tunnels to hosts over ssh, which the refresh needs.
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
