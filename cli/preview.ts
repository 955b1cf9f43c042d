/**
 * Shows what `up` would change, and changes nothing. DETAIL=1 shows Pulumi's own output, and the broken rules that are
 * not in it. JSON=1 shows the data. Further arguments go to `pulumi preview`. ALLOW_DELETE=<volume> shows the replacement
 * of that volume. SAVE=<file> keeps the plan, encrypted, for `make up PLAN=<file>`.
 * Ends with 0 if nothing would change, 2 if something would, and 1 if the preview failed.
 */
import { changeLines, runPolicyLines } from "../lib/changes/index.ts";
import { currentRunLines } from "./stage/interruption.ts";
import { previewStage } from "./stage/preview.ts";
import { runOnStage } from "./stage/run-command.ts";
import { allowedDeletions, withRunSettings } from "./stage/run-settings.ts";
import { savingPlan } from "./stage/saved-plan.ts";
import { requireStage } from "./stage/stage.ts";

const isDetailed = process.env.DETAIL === "1";
const isData = process.env.JSON === "1";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    for (const line of currentRunLines(stage)) console.error(line);
    const preview = (options: readonly string[]) =>
      previewStage(stage, [...options, ...process.argv.slice(2)], { isDetailed });
    const file = process.env.SAVE;
    const { changes } = await (file
      ? savingPlan(stage, file, preview)
      : withRunSettings(stage, allowedDeletions(), preview));
    if (isData) console.log(JSON.stringify(changes, null, 2));
    else for (const line of isDetailed ? runPolicyLines(changes) : changeLines(changes)) console.log(line);
    return changes.isChanged ? 2 : 0;
  },
  { isLook: true },
);
