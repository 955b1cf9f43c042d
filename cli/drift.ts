/**
 * Compares what the state records with what runs. Prints a line for each resource that differs, or one object with
 * --json, and a line for each host that could not be asked.
 * Ends with 0 if nothing differs, 2 if something does, and 1 if a host could not be asked.
 */
import { problemLine } from "../lib/problems/index.ts";
import { differenceLine, differences } from "./drift/differences.ts";
import { lookAtStage } from "./drift/refresh.ts";
import { currentRunLines } from "./stage/interruption.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    for (const line of currentRunLines(stage)) console.error(line);
    const look = await lookAtStage(stage);
    const found = differences(look, look.restored);
    const unasked = look.unasked.map(problemLine);
    const same = unasked.length > 0 ? "Every host that answers" : `Stage ${stage}`;
    const lines = found.length > 0 ? found.map(differenceLine) : [`${same} is as it was recorded.`];
    const asJson = process.argv.includes("--json");
    console.log(asJson ? JSON.stringify({ stage, differences: found, unasked }, null, 2) : lines.join("\n"));
    if (unasked.length > 0) {
      console.error(unasked.join("\n"));
      return 1;
    }
    return found.length === 0 ? 0 : 2;
  },
  { isLook: true },
);
