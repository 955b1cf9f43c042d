import { GitLabError } from "../../lib/gitlab/client.ts";
import { type Problem, ProblemError, problemLine } from "../../lib/problems/index.ts";
import { type History, historyOf, type Untold, untold, withHistory } from "../../lib/releases/index.ts";
import { exportState, importState } from "../../lib/state/index.ts";
import { demand, listOf, type PipelineProject, projectOfPipeline } from "./pipeline-project.ts";
import { CommandError, pulumiCliOf } from "./pulumi.ts";

/** Milliseconds that GitLab gets for an answer. */
const patience = 5_000;

/**
 * Tells the project of this pipeline the releases that it does not know yet, so that its page of environments shows what runs.
 * Outside of a pipeline, or without a token, the next pipeline tells them. What cannot be told is a line, and fails nothing.
 */
export async function tellReleases(stage: string, history: History): Promise<void> {
  const { CI_PROJECT_ID: id, GITLAB_TOKEN: token } = process.env;
  if (!id || !token) return;
  try {
    const project = projectOfPipeline(process.env, { patience, timeout: patience });
    const { told, problems } = await deployments(project, stage, untold(history));
    for (const problem of problems) console.error(`warning: ${problemLine(problem)}`);
    if (told !== undefined) await noteTold(stage, told);
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof CommandError)) throw error;
    for (const line of error.message.split("\n")) console.error(`warning: ${line}`);
  }
}

/** What GitLab knows after it was told releases. */
export interface Telling {
  /** The number of the last release that it was told in full. Undefined if there was none to tell. */
  readonly told: number | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Creates a deployment for each stack of these releases, in the environment `<stage>/<host>/<stack>` with the tier of the stage's
 * own environment, and stops the environments of stacks that are gone. A commit that GitLab refuses is left out. If GitLab does not answer, the rest is for the next run.
 */
export async function deployments(
  project: PipelineProject,
  stage: string,
  releases: readonly Untold[],
): Promise<Telling> {
  const problems: Problem[] = [];
  let told: number | undefined;
  try {
    // From its name alone GitLab takes prod/10.0.0.60/mint for a test, as in "int".
    const tier = releases.length > 0 ? (await environmentOf(project, stage))?.tier : undefined;
    for (const { number, deployed, gone } of releases) {
      const stacks = Object.entries(deployed);
      for (const [stack, sha] of stacks)
        problems.push(...(await deploy(project, `${stage}/${stack}`, sha, tier)));
      for (const stack of gone) await stop(project, `${stage}/${stack}`);
      if (stacks.length + gone.length > 0) told = number;
    }
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    const expected = `GitLab to show the releases of stage ${stage} among its environments`;
    const remedy = "the stage is as it should be, and the next run tells it";
    problems.push({ path: project.gitlab.url, expected, found: `"${error.message}"`, remedy });
  }
  return { told, problems };
}

/** @returns why GitLab refuses it. @throws GitLabError if it does not answer, or not to us */
async function deploy(
  project: PipelineProject,
  environment: string,
  sha: string,
  tier: string | undefined,
): Promise<readonly Problem[]> {
  try {
    if (tier && !(await environmentOf(project, environment)))
      await demand(project, "POST", "/environments", { name: environment, tier });
    const asked = { environment, sha, ref: project.branch, tag: false, status: "success" };
    await demand(project, "POST", "/deployments", asked);
    return [];
  } catch (error) {
    if (!(error instanceof GitLabError && error.status === 400)) throw error;
    const expected = `a deployment of commit ${sha.slice(0, 12)} that GitLab takes`;
    const remedy = "push the commit; its page shows the deployment before until the next one";
    return [{ path: `environment ${environment}`, expected, found: `"${error.message}"`, remedy }];
  }
}

async function stop(project: PipelineProject, name: string): Promise<void> {
  const found = await environmentOf(project, name);
  if (found) await demand(project, "POST", `/environments/${found.id}/stop`, { force: true });
}

interface Environment {
  readonly id: number;
  /** Such as `production`. */
  readonly tier: string;
}

async function environmentOf(project: PipelineProject, name: string): Promise<Environment | undefined> {
  const [found] = await listOf<Environment>(project, `/environments?name=${encodeURIComponent(name)}`);
  return found;
}

async function noteTold(stage: string, told: number): Promise<void> {
  const cli = pulumiCliOf(stage);
  const state = await exportState(cli);
  const next = withHistory(state, { ...historyOf(state.deployment), told });
  if (next) await importState(cli, next);
}
