import { type Problem, ProblemError, problemLine } from "../../lib/problems/index.ts";
import { notify, type WebhookSettings } from "../../lib/settings/notify.ts";
import { settingPath, settingsFile } from "../../lib/settings/settings-source.ts";
import type { StageReport } from "../../lib/status/model.ts";
import { type PipelineProject, projectOfPipeline } from "../stage/pipeline-project.ts";
import { CommandError, pulumiCliOf, readSetting } from "../stage/pulumi.ts";
import { tellAudience } from "./audience.ts";

/** Milliseconds that GitLab gets for an answer. */
const patience = 5_000;

/**
 * Tells people of a look: keeps the stage's issue in the project of this pipeline, and calls the webhooks of
 * `smallboat:notify`. Outside of a pipeline there is no issue.
 * @param healed a line for each thing that `make heal` put right or gave up. Default: none
 * @returns a line for everything that could not be told
 */
export async function tell(report: StageReport, healed: readonly string[] = []): Promise<string[]> {
  const problems: Problem[] = [];
  const note = (error: unknown) => {
    if (!(error instanceof ProblemError)) throw error;
    problems.push(...error.problems);
    return undefined;
  };
  const webhooks = (await webhooksOf(report.stage).catch(note)) ?? [];
  const project = await ownProject().catch(note);
  const look = { report, healed, job: process.env.CI_JOB_URL };
  problems.push(...(await tellAudience({ webhooks, project }, look)));
  return problems.map(problemLine);
}

/** @throws ProblemError with the variables that a pipeline lacks */
async function ownProject(): Promise<PipelineProject | undefined> {
  if (process.env.CI_PROJECT_ID === undefined) return undefined;
  return projectOfPipeline(process.env, { patience, timeout: patience });
}

/** @throws ProblemError */
async function webhooksOf(stage: string): Promise<readonly WebhookSettings[]> {
  const path = settingPath(settingsFile(stage), ["notify"]);
  const expected = "webhooks with url and format";
  const set = await readSetting(pulumiCliOf(stage), "smallboat:notify", "--show-secrets").catch((error) => {
    if (!(error instanceof CommandError)) throw error;
    const remedy = `run "pulumi config --stack ${stage} --show-secrets" to see why`;
    throw new ProblemError([{ path, expected, found: "settings that Pulumi cannot read", remedy }]);
  });
  const { data } = notify.safeParse(set ?? []);
  if (data) return data;
  const remedy = `run "make preview STAGE=${stage}", which says what is wrong`;
  throw new ProblemError([{ path, expected, found: "something else", remedy }]);
}
