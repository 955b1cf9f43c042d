import type { Context } from "../context.ts";
import { canMerge } from "../git/protection.ts";
import { listRefs, zeroId } from "../git/refs.ts";
import { projectLevel } from "../http/access.ts";
import { invalid } from "../http/errors.ts";
import { repositoryPlace } from "../projects/repository.ts";
import { rulesOf } from "../repositories/repository.ts";
import type { Project } from "../store/people.ts";
import type { Pipeline, PipelineVariable } from "../store/pipelines.ts";
import { createPipeline } from "./create.ts";
import { sealVariables } from "./known.ts";

/** A pipeline that a client asks for. */
export interface Asked {
  readonly project: Project;
  readonly user_id: number;
  /** A branch or a tag, by its short or its full name. */
  readonly ref: string;
  readonly source: "api" | "trigger" | "pipeline";
  readonly variables: readonly PipelineVariable[];
  readonly inputs?: Readonly<Record<string, unknown>> | undefined;
}

const branches = /^refs\/heads\//;

/** Only users who may push or merge may run pipelines of a protected branch, since these get its secrets. */
async function mayRunOn(context: Context, { project, user_id }: Asked, ref: string): Promise<boolean> {
  const user = context.store.users.get(user_id);
  if (!branches.test(ref) || !user) return true;
  const rules = await rulesOf(context, project, "");
  return canMerge(rules, projectLevel(context, user, project), ref.replace(branches, ""));
}

/** Creates the pipeline of a branch or a tag. @throws ApiError with the reasons why it was not created */
export async function pipelineOfRef(context: Context, asked: Asked): Promise<Pipeline> {
  const { project, user_id, ref, source, variables, inputs } = asked;
  const names = [ref, `refs/heads/${ref}`, `refs/tags/${ref}`].filter((name) => name.startsWith("refs/"));
  const refs = await listRefs(repositoryPlace(context, project), "refs/");
  const found = names.map((name) => refs.find((each) => each.name === name)).find(Boolean);
  if (!found) throw invalid({ base: ["Reference not found"] });
  if (!(await mayRunOn(context, asked, found.name))) {
    const branch = found.name.replace(branches, "");
    const remedy = "Please select a different branch or contact your administrator for assistance.";
    throw invalid({
      base: [`You do not have sufficient permission to run a pipeline on '${branch}'. ${remedy}`],
    });
  }
  const made = await createPipeline(
    context,
    {
      ...{ project_id: project.id, user_id, ref: found.name, sha: found.commit, before_sha: zeroId },
      ...{ source, inputs, skip: false, merge_request_id: null, schedule_id: null },
      sealed_variables: sealVariables(context, variables),
    },
    { keepsFaults: false },
  );
  if ("refused" in made) throw invalid({ base: made.refused });
  return made.pipeline;
}
