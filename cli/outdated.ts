/**
 * Asks the registries of the images that a stage runs for newer ones, and Python indexes for newer versions of the packages that its files
 * pin. It installs nothing. Prints a table, or the report with JSON=1 or --json, and a line for each that did not answer. With
 * TELL=1 or --tell, in a pipeline, it also keeps an issue with the list. Ends with 0 if nothing is newer, 2 if something is, and 1 if
 * somebody did not answer.
 */
import { type OutdatedReport, outdatedCode, outdatedLines } from "../lib/outdated/index.ts";
import { problemLine } from "../lib/problems/index.ts";
import { registryAccess } from "./outdated/access.ts";
import { askIndexes } from "./outdated/ask-indexes.ts";
import { askRegistries } from "./outdated/ask-registries.ts";
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
    const at = new Date().toISOString();
    const [images, packages] = await Promise.all([
      askRegistries(runningImages(deployment), registryAccess(deployment)),
      askIndexes(stage, deployment),
    ]);
    const unanswered = [...images.unanswered, ...packages.unanswered];
    const report: OutdatedReport = { format: 1, stage, at, ...images, ...packages, unanswered };
    console.log(isAsked("json") ? JSON.stringify(report, null, 2) : outdatedLines(report).join("\n"));
    for (const line of report.unanswered) console.error(line);
    if (isAsked("tell"))
      for (const problem of await tellOutdated(report)) console.error(problemLine(problem));
    return outdatedCode(report);
  },
  { isLook: true },
);
