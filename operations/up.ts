/** Creates or updates the stage and says what runs where. Further arguments go to `pulumi up`. */
import { demand, show } from "./pulumi.ts";
import { run } from "./run.ts";
import { openStage } from "./stage.ts";
import { outputLines } from "./summary.ts";

await run(async (stage) => {
  await openStage(stage);
  const further = process.argv.slice(2);
  const code = await show(
    stage,
    "up",
    "--yes",
    "--skip-preview",
    "--refresh",
    "--suppress-outputs",
    ...further,
  );
  if (code !== 0) return code;
  const outputs = JSON.parse(await demand(stage, "stack", "output", "--json"));
  for (const line of outputLines(outputs)) console.log(line);
  return 0;
});
