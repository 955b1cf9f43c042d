/** Destroys the stage. Its volumes stay, for they hold data; PURGE=1 removes those that nobody uses. */

import { closeTunnels, requireEngines, stageEngines } from "./engines.ts";
import { show } from "./pulumi.ts";
import { run } from "./run.ts";
import { openStage } from "./stage.ts";
import { purge, stageVolumes } from "./volumes.ts";

await run(async (stage) => {
  await openStage(stage);
  const engines = await stageEngines(stage);
  await requireEngines(engines);
  const code = await show(stage, "destroy", "--yes", "--skip-preview");
  if (code !== 0) return code;
  const volumes = await stageVolumes(stage, engines);
  const purging = process.env.PURGE === "1";
  if (purging) await purge(volumes);
  say(
    purging ? "Removed" : "Kept (PURGE=1 removes them)",
    volumes.map(({ volume }) => volume.Name),
  );
  await closeTunnels(engines);
  return 0;
});

function say(what: string, names: readonly string[]): void {
  if (names.length > 0) console.log(`${what}: ${names.join(", ")}`);
}
