import { type Deployment, stageOutputs } from "../../lib/state/index.ts";
import { recordedParts } from "../../lib/status/index.ts";
import { type PipelineProject, pipelineProject, projectOfPipeline } from "../stage/pipeline-project.ts";
import { clientOf, ofGitLab } from "../status/recorded-gitlab.ts";
import { orGitLabProblem } from "./gitlab-problem.ts";

/**
 * The project that holds the stages: that of this pipeline, or the first one of kind infrastructure that the stages record.
 * @param stages states with secrets in plain text
 * @param stage whose lock is to be proposed, for messages
 * @returns undefined if there is none
 * @throws ProblemError if GitLab does not answer
 */
export async function infrastructureProject(
  stages: readonly Deployment[],
  stage: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<PipelineProject | undefined> {
  if (env.CI_PROJECT_ID && env.GITLAB_TOKEN) return projectOfPipeline(env);
  for (const deployment of stages) {
    const { gitlab, projects } = recordedParts(ofGitLab(deployment));
    const kinds = stageOutputs(deployment).projects ?? {};
    const own = projects.find(({ name }) => kinds[name]?.kind === "infrastructure");
    if (!gitlab || !own) continue;
    const [client, path] = [clientOf(gitlab, {}), `/projects/${own.id}`];
    const found = await orGitLabProblem(gitlab.url, stage, () => client.request("GET", path));
    const branch = (found as { readonly default_branch?: string } | undefined)?.default_branch;
    if (branch !== undefined) return pipelineProject(client, path, branch);
  }
  return undefined;
}
