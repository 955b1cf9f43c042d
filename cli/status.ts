/**
 * Shows the health of a stage: hosts, services, runners, projects, and whether its servers can be used. Prints tables, or the
 * report with JSON=1 or --json, and a line for each host that could not be asked.
 * Ends with 0 if all is well, 2 if something is not, and 1 if a host or GitLab could not be asked.
 */
import { heldLines, historyOf } from "../lib/releases/index.ts";
import { statusCode, statusLines } from "../lib/status/index.ts";
import { currentRunLines } from "./stage/interruption.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { readStage } from "./status/look.ts";
import { statusReport } from "./status/status-report.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    for (const line of currentRunLines(stage)) console.error(line);
    const recorded = await readStage(stage);
    for (const line of heldLines(stage, historyOf(recorded.deployment).holds)) console.error(line);
    const report = await statusReport(recorded);
    for (const { text } of report.unanswered) console.error(text);
    const asJson = process.env.JSON === "1" || process.argv.includes("--json");
    console.log(asJson ? JSON.stringify(report, null, 2) : statusLines(report).join("\n"));
    return statusCode(report);
  },
  { isLook: true },
);
