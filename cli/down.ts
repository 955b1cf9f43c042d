/**
 * Destroys the stage. Its volumes stay, because they hold data; PURGE=1 removes those that no container uses. The record of
 * releases stays too.
 * FORGET=<host> leaves out a machine that is gone for good. A stage other than dev, or one whose volumes are purged, must
 * be confirmed by its name.
 */

import { destruction } from "../lib/changes/index.ts";
import { refuse } from "../lib/problems/index.ts";
import { isHistory } from "../lib/releases/index.ts";
import { exportState, ownerOf, ownerResource, recordedHosts, volumeNames } from "../lib/state/index.ts";
import { requireFreeNetworks } from "./down/free-networks.ts";
import { endRunnerJobs } from "./down/runner-jobs.ts";
import { removeVolumes, type StageVolume, stageVolumes } from "./down/stage-volumes.ts";
import { confirm, confirmByName, requireConfirmation } from "./stage/confirmation.ts";
import { closeTunnels, enginesOf, requireEngines, stageHosts } from "./stage/engines.ts";
import { forgetHosts } from "./stage/forget-hosts.ts";
import { recoverStage } from "./stage/interruption.ts";
import { changeStage } from "./stage/progress.ts";
import { pulumiCliOf } from "./stage/pulumi.ts";
import { recordRelease } from "./stage/release.ts";
import { removeRestored } from "./stage/restored-containers.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { unreachableRecordedHosts, withForgetRemedy } from "./stage/unreachable-recorded-hosts.ts";

await runOnStage(async (stage) => {
  const purging = process.env.PURGE === "1";
  const isGrave = stage !== "dev" || purging;
  requireStage(stage);
  if (isGrave) requireConfirmation("make down", stage);
  const forgotten = await forgetHosts(stage);
  await recoverStage(stage);
  const hosts = await stageHosts(stage);
  const { deployment } = await exportState(pulumiCliOf(stage));
  const unreachable = await unreachableRecordedHosts(recordedHosts(deployment), hosts);
  refuse(unreachable.map((each) => withForgetRemedy(each, "make down")));
  const engines = enginesOf(
    Object.fromEntries(Object.entries(hosts).filter(([name]) => !forgotten.includes(name))),
  );
  await requireEngines(engines);
  const owner = ownerOf(stage, deployment);
  const recorded = volumeNames(deployment);
  const lost = purging ? madeByStage(await stageVolumes(owner, recorded, engines)) : [];
  const lines = destruction(stage, deployment, namesOf(lost).sort());
  await requireFreeNetworks(owner, deployment);
  await (isGrave ? confirmByName("make down", stage, lines) : confirm("make down", lines));
  await endRunnerJobs(owner, engines);
  await removeRestored(stage, deployment);
  // What tells of the stage stays: its id, by which the next run knows its volumes, and its releases.
  const kept = [ownerResource(deployment.resources), deployment.resources.find(isHistory)];
  const { code } = await changeStage(
    stage,
    "destroy",
    "--yes",
    "--skip-preview",
    ...kept.flatMap((each) => (each ? ["--exclude", each.urn] : [])),
  );
  if (code !== 0) return code;
  await recordRelease(stage, (await exportState(pulumiCliOf(stage))).deployment);
  const found = await stageVolumes(owner, recorded, engines);
  const made = madeByStage(found);
  const unused = made.filter(({ isUsed }) => !isUsed);
  if (purging) await removeVolumes(unused);
  say(
    `Left, because stage ${stage} of another checkout made them`,
    found.filter(({ maker, isUsed }) => maker === "namesake" && !isUsed),
  );
  say(
    `Left, because stage ${stage} did not make them`,
    found.filter(({ maker }) => maker === "other"),
  );
  say(
    "Left, because a container uses them",
    made.filter(({ isUsed }) => isUsed),
  );
  say(purging ? "Removed" : "Kept (PURGE=1 removes them)", unused);
  await closeTunnels(enginesOf(hosts));
  return 0;
});

function say(what: string, volumes: readonly StageVolume[]): void {
  if (volumes.length > 0) console.log(`${what}: ${namesOf(volumes).join(", ")}`);
}

function madeByStage(volumes: readonly StageVolume[]): StageVolume[] {
  return volumes.filter(({ maker }) => maker === "stage");
}

function namesOf(volumes: readonly StageVolume[]): string[] {
  return volumes.map(({ volume }) => volume.Name);
}
