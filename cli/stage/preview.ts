import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type StageChanges, stageChanges } from "../../lib/changes/index.ts";
import { parseReport, type Report } from "../../lib/state/index.ts";
import { repositoryTexts } from "./file-texts.ts";
import { inPrivateFolder } from "./private-folder.ts";
import { CommandError, pulumiCliOf, readSettings, type StageSettings, watchPulumi } from "./pulumi.ts";
import { runPolicy, withPolicyResults } from "./run-policy.ts";

export interface StagePreview {
  readonly changes: StageChanges;
  /** Pulumi's report. It has no secrets, but it has other values of environments. */
  readonly report: Report;
}

export interface PreviewOptions {
  /** True to show Pulumi's own output too. Default: false. */
  readonly isDetailed?: boolean;
  /** Default: they are read meanwhile. */
  readonly settings?: StageSettings;
}

/**
 * Asks Pulumi what the next run would change.
 * @param options of the Pulumi CLI
 * @throws CommandError with the program's messages if the preview fails
 */
export async function previewStage(
  stage: string,
  options: readonly string[],
  { isDetailed = false, settings }: PreviewOptions = {},
): Promise<StagePreview> {
  const [report, known] = await Promise.all([
    reportOf(stage, options, isDetailed),
    settings ?? readSettings(pulumiCliOf(stage)),
  ]);
  const changes = stageChanges(stage, report, repositoryTexts);
  return { report, changes: withPolicyResults(changes, report.steps, runPolicy(stage, known)) };
}

async function reportOf(stage: string, options: readonly string[], isDetailed: boolean): Promise<Report> {
  return inPrivateFolder(async (folder) => {
    const events = join(folder, "events.jsonl");
    const stdout = isDetailed ? {} : { stdout: "ignore" as const };
    const code = await watchPulumi(stage, ["preview", ...options], { events, ...stdout });
    const report = parseReport(existsSync(events) ? readFileSync(events, "utf8") : "");
    if (code === 0) return report;
    const errors = report.diagnostics.filter(({ severity }) => severity === "error");
    throw new CommandError(isDetailed ? "" : errors.map(({ message }) => message).join("\n"));
  });
}
