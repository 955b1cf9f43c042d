/**
 * Compares the stage with what runs: a line for each resource that differs, or with --json one object.
 * Ends with 0 where nothing differs, 2 where something does, 1 where that could not be found out.
 */
import { differenceLine, differences } from "./differences.ts";
import { previewRefresh } from "./refresh.ts";
import { run } from "./run.ts";

await run(async (stage) => {
  const found = differences(await previewRefresh(stage));
  const lines = found.length > 0 ? found.map(differenceLine) : [`Stage ${stage} is as it was recorded.`];
  const asJson = process.argv.includes("--json");
  console.log(asJson ? JSON.stringify({ stage, differences: found }, null, 2) : lines.join("\n"));
  return found.length === 0 ? 0 : 2;
});
