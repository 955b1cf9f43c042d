/**
 * Destroys the stage. Its volumes stay, for they hold data; PURGE=1 removes those that nobody uses. FORGET=<host> leaves
 * out a machine that is gone for good. What is not dev, or has volumes to lose, is confirmed by its name.
 */

import { refuse } from "../lib/problems/index.ts";
import { exportState, ownerOf, ownerResource, recordedHosts, volumeNames } from "../lib/state/index.ts";
import { requireFreeNetworks } from "./down/free-networks.ts";
import { endJobs } from "./down/runner-jobs.ts";
import { purge, type StageVolume, stageVolumes } from "./down/unused-volumes.ts";
import { confirm, confirmByName, requireConfirmation } from "./stage/confirmation.ts";
import { closeTunnels, enginesOf, requireEngines, stageHosts } from "./stage/engines.ts";
import { forgetHosts } from "./stage/forget-hosts.ts";
import { recover } from "./stage/interruption.ts";
import { destruction } from "./stage/losses.ts";
import { cliOf, show } from "./stage/pulumi.ts";
import { removeRestored } from "./stage/restored-containers.ts";
import { run } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { orForget, unreachableHosts } from "./stage/unreachable-recorded-hosts.ts";

await run(async (stage) => {
  const purging = process.env.PURGE === "1";
  const isGrave = stage !== "dev" || purging;
  requireStage(stage);
  if (isGrave) requireConfirmation(stage);
  const forgotten = await forgetHosts(stage);
  await recover(stage);
  const hosts = await stageHosts(stage);
  const { deployment } = await exportState(cliOf(stage));
  const unreachable = await unreachableHosts(recordedHosts(deployment), hosts);
  refuse(unreachable.map((each) => orForget(each, "make down")));
  const engines = enginesOf(
    Object.fromEntries(Object.entries(hosts).filter(([name]) => !forgotten.includes(name))),
  );
  await requireEngines(engines);
  const owner = ownerOf(stage, deployment);
  const recorded = volumeNames(deployment);
  const left = purging ? await stageVolumes(owner, recorded, engines) : [];
  const purged = new Set([
    ...(purging ? recorded : []),
    ...namesOf(left.filter((each) => !each.isNamesakes)),
  ]);
  const lines = destruction(stage, deployment, [...purged].sort());
  await requireFreeNetworks(owner, deployment);
  await (isGrave ? confirmByName(stage, lines) : confirm("make down", lines));
  await endJobs(owner, engines);
  await removeRestored(stage, deployment);
  // The id by which the next run knows its volumes stays.
  const kept = ownerResource(deployment.resources)?.urn;
  const code = await show(stage, "destroy", "--yes", "--skip-preview", ...(kept ? ["--exclude", kept] : []));
  if (code !== 0) return code;
  const found = await stageVolumes(owner, recorded, engines);
  const [volumes, others] = [
    found.filter((each) => !each.isNamesakes),
    found.filter((each) => each.isNamesakes),
  ];
  if (purging) await purge(volumes);
  say(`Left, for stage ${stage} of another checkout made them`, others);
  say(purging ? "Removed" : "Kept (PURGE=1 removes them)", volumes);
  await closeTunnels(enginesOf(hosts));
  return 0;
});

function say(what: string, volumes: readonly StageVolume[]): void {
  if (volumes.length > 0) console.log(`${what}: ${namesOf(volumes).join(", ")}`);
}

function namesOf(volumes: readonly StageVolume[]): string[] {
  return volumes.map(({ volume }) => volume.Name);
}
