/** Destroys the stage. Its volumes stay, for they hold data; PURGE=1 removes them too. */
import { show } from "./pulumi.ts";
import { run } from "./run.ts";
import { openStage } from "./stage.ts";
import { purge, stageVolumes } from "./volumes.ts";

await run(async (stage) => {
  await openStage(stage);
  const code = await show(stage, "destroy", "--yes", "--skip-preview");
  if (code !== 0) return code;
  const volumes = await stageVolumes(stage);
  const names = volumes.map(({ volume }) => volume.Name).join(", ");
  if (process.env.PURGE === "1") await purge(volumes);
  if (names)
    console.log(process.env.PURGE === "1" ? `Removed: ${names}` : `Kept: ${names} (PURGE=1 removes them)`);
  return 0;
});
