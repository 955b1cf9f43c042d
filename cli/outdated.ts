/**
 * Asks the registries of the images that a stage runs for newer ones, and installs nothing. Prints a table, or the report with
 * JSON=1 or --json, and a line for each registry that did not answer. With TELL=1 or --tell, in a pipeline, it also keeps an
 * issue with the list. Ends with 0 if nothing is newer, 2 if something is, and 1 if a registry did not answer.
 */
import { outdatedCode, outdatedLines } from "../lib/outdated/index.ts";
import { problemLine } from "../lib/problems/index.ts";
import { registryAccess } from "./outdated/access.ts";
import { askRegistries } from "./outdated/ask.ts";
import { runningImages } from "./outdated/running-images.ts";
import { tellOutdated } from "./outdated/tell.ts";
import { isAsked } from "./stage/is-asked.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireStage } from "./stage/stage.ts";
import { readStage } from "./status/look.ts";

await runOnStage(
  async (stage) => {
    requireStage(stage);
    const { deployment } = await readStage(stage);
    const report = await askRegistries(stage, runningImages(deployment), registryAccess(deployment));
    console.log(isAsked("json") ? JSON.stringify(report, null, 2) : outdatedLines(report).join("\n"));
    for (const line of report.unanswered) console.error(line);
    if (isAsked("tell"))
      for (const problem of await tellOutdated(report)) console.error(problemLine(problem));
    return outdatedCode(report);
  },
  { isLook: true },
);
