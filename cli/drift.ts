/**
 * Compares what the state records with what runs. Prints a line for each difference, or the whole report with --json or
 * JSON=1, and a line for each host that could not be asked.
 * With --tell or TELL=1 it then keeps the stage's issue and calls webhooks; what cannot be told is a line.
 * Ends with 0 if nothing differs, 2 if something does, and 1 if a host or GitLab could not be asked.
 */
import { reportLines, verdict } from "../lib/status/index.ts";
import { tell } from "./drift/tell.ts";
import { currentRunLines } from "./stage/interruption.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { lookAtStage } from "./status/look.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    for (const line of currentRunLines(stage)) console.error(line);
    const report = await lookAtStage(stage);
    const asJson = process.argv.includes("--json") || process.env.JSON === "1";
    const lines = asJson ? [JSON.stringify(report, null, 2)] : reportLines(report);
    if (lines.length > 0) console.log(lines.join("\n"));
    for (const { text } of report.unanswered) console.error(text);
    const isTold = process.argv.includes("--tell") || process.env.TELL === "1";
    if (isTold) for (const line of await tell(report)) console.error(line);
    return verdict(report);
  },
  { isLook: true },
);
