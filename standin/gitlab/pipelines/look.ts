import type { Context } from "../context.ts";
import { findEntry } from "../git/tree.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import { type PipelinePlan, planPipeline } from "./config/plan.ts";
import { withCheckout } from "./evaluate/checkout.ts";
import { ConfigError, evaluate } from "./evaluate/parser.ts";
import { configPath } from "./facts.ts";
import { givenVariables, settingsVariables } from "./known.ts";
import { type PipelineFacts, pipelineVariables } from "./variables/predefined.ts";
import { byKey, overlaid } from "./variables/variable.ts";

export const noConfig = "Missing CI config file";

/** What a ref is a pipeline's of: a branch or tag by its short name, a merge request by its full one. */
export function shortRef(ref: string): { ref: string; tag: boolean } {
  const tag = ref.startsWith("refs/tags/");
  return { ref: ref.replace(/^refs\/(heads|tags)\//, ""), tag };
}

export interface Look {
  readonly plan: PipelinePlan;
  /** What rules saw, for names of environments. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Finds out which jobs a pipeline would have. Asks the parser in a process of its own, on a working tree. */
export async function look(
  context: Context,
  request: Omit<PipelineRequest, "id">,
  facts: PipelineFacts,
  project: Project,
): Promise<Look> {
  const repository = repositoryPlace(context, project);
  const path = configPath(project);
  const predefined = pipelineVariables(facts);
  const scope = { isProtected: facts.isProtected, environment: undefined };
  const given = overlaid(
    settingsVariables(context, project, scope),
    givenVariables(context, request.sealed_variables),
  );
  const variables = { ...predefined, ...Object.fromEntries(byKey(given)) };
  const known = new Map(Object.entries(variables).map(([key, value]) => [key, value ?? ""]));
  if (!(await findEntry(repository, request.sha, path)))
    return { plan: { refused: noConfig }, variables: known };
  const base = comparedWith(request, facts);
  const { defaultBranch, fullPath } = facts.project;
  const origin = `${facts.url}/${fullPath}.git`;
  try {
    const plan = await withCheckout(
      repository,
      { sha: request.sha, base, defaultBranch, origin },
      async (checkout) => {
        const { file, answers } = await evaluate({ checkout, path, variables, compares: base !== null });
        const isMergeRequest = request.merge_request_id !== null;
        return planPipeline(file, answers, {
          ref: facts.ref,
          isTag: facts.tag,
          isMergeRequest,
          source: facts.source,
        });
      },
    );
    return { plan, variables: known };
  } catch (error) {
    if (error instanceof ConfigError) return { plan: { errors: error.messages }, variables: known };
    throw error;
  }
}

/** The commit that `changes` compare with; null where there is none, and every change counts as made. */
function comparedWith(
  { source, before_sha }: Omit<PipelineRequest, "id">,
  facts: PipelineFacts,
): string | null {
  if (facts.mergeRequest) return facts.mergeRequest.diffBaseSha || null;
  return source === "push" && !facts.tag && !/^0+$/.test(before_sha) ? before_sha : null;
}
