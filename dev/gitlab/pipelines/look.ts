import type { Context } from "../context.ts";
import type { Project } from "../store/people.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import type { PipelinePlan } from "./config/plan.ts";
import { givenVariables, settingsVariables } from "./known.ts";
import { read } from "./read.ts";
import { ConfigError } from "./source/error.ts";
import type { Text } from "./source/resolve.ts";
import { type PipelineFacts, pipelineVariables } from "./variables/predefined.ts";
import { byKey, overlaid, present } from "./variables/variable.ts";

/** The ref of a pipeline: the short name of a branch or tag, the full name of a merge request's ref. */
export function shortRef(ref: string): { ref: string; tag: boolean } {
  const tag = ref.startsWith("refs/tags/");
  return { ref: ref.replace(/^refs\/(heads|tags)\//, ""), tag };
}

export interface Look {
  readonly plan: PipelinePlan;
  /** The variables that rules saw, for names of environments. */
  readonly variables: ReadonlyMap<string, string>;
}

/** Finds out which jobs a pipeline would have. */
export async function look(
  context: Context,
  request: Omit<PipelineRequest, "id">,
  facts: PipelineFacts,
  project: Project,
  source?: Text,
): Promise<Look> {
  const predefined = present(pipelineVariables(facts));
  const scope = { isProtected: facts.isProtected, environment: undefined };
  const settings = settingsVariables(context, project, scope);
  const given = byKey(overlaid(settings, givenVariables(context, request.sealed_variables)));
  const variables = new Map([...predefined, ...given]);
  try {
    const { plan } = await read({ context, request, facts, source, predefined, given });
    return { plan, variables };
  } catch (error) {
    if (error instanceof ConfigError) return { plan: { errors: error.messages }, variables };
    throw error;
  }
}
