/**
 * Destroys the stage. Its volumes stay, for they hold data; PURGE=1 removes those that nobody uses. FORGET=<host> leaves
 * out a machine that is gone for good.
 */

import { refuse } from "../problems/index.ts";
import { recordedHosts } from "./deployment.ts";
import { closeTunnels, enginesOf, requireEngines, stageHosts } from "./engines.ts";
import { forgetHosts } from "./forget.ts";
import { recover } from "./interruption.ts";
import { show } from "./pulumi.ts";
import { removeRestored } from "./restored.ts";
import { run } from "./run.ts";
import { orForget, silentHosts } from "./silent-hosts.ts";
import { requireStage } from "./stage.ts";
import { exportState } from "./state.ts";
import { purge, stageVolumes } from "./volumes.ts";

await run(async (stage) => {
  requireStage(stage);
  const forgotten = await forgetHosts(stage);
  await recover(stage);
  const hosts = await stageHosts(stage);
  const { deployment } = await exportState(stage);
  const silent = await silentHosts(recordedHosts(deployment), hosts);
  refuse(silent.map((each) => orForget(each, "make down")));
  const engines = enginesOf(
    Object.fromEntries(Object.entries(hosts).filter(([name]) => !forgotten.includes(name))),
  );
  await requireEngines(engines);
  await removeRestored(stage, deployment);
  const code = await show(stage, "destroy", "--yes", "--skip-preview");
  if (code !== 0) return code;
  const volumes = await stageVolumes(stage, engines);
  const purging = process.env.PURGE === "1";
  if (purging) await purge(volumes);
  say(
    purging ? "Removed" : "Kept (PURGE=1 removes them)",
    volumes.map(({ volume }) => volume.Name),
  );
  await closeTunnels(enginesOf(hosts));
  return 0;
});

function say(what: string, names: readonly string[]): void {
  if (names.length > 0) console.log(`${what}: ${names.join(", ")}`);
}
