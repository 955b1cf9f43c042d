import type { Context } from "../context.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import { checkFile } from "./config/check.ts";
import type { CiFile } from "./config/file.ts";
import { type PipelinePlan, planPipeline } from "./config/plan.ts";
import { Expressions, type Values } from "./expressions/evaluate.ts";
import { askJobs, askWorkflow } from "./rules/answers.ts";
import { Rules } from "./rules/rules.ts";
import { ConfigError } from "./source/error.ts";
import { placeOf } from "./source/place.ts";
import { resolveFile, type Text } from "./source/resolve.ts";
import type { PipelineFacts } from "./variables/predefined.ts";

export interface Question {
  readonly context: Context;
  readonly request: Omit<PipelineRequest, "id">;
  readonly facts: PipelineFacts;
  /** The configuration; default: that of the commit. */
  readonly source?: Text | undefined;
  readonly predefined: Values;
  /** Variables of the project, its groups and the pipeline. */
  readonly given: Values;
}

export interface Reading {
  readonly file: CiFile;
  readonly plan: PipelinePlan;
}

export const noConfig = "Missing CI config file";

/** Reads a configuration, and finds out which jobs its pipeline has. @throws ConfigError */
export async function read({
  context,
  request,
  facts,
  source,
  predefined,
  given,
}: Question): Promise<Reading> {
  const commit = placeOf({
    context,
    projectId: request.project_id,
    sha: request.sha,
    base: comparedWith(request, facts),
    user: context.store.users.get(request.user_id),
  });
  const place = { ...commit, read: async (path: string) => source?.files?.get(path) ?? commit.read(path) };
  const rules = new Rules(new Expressions());
  const text = source?.text ?? (await place.read(facts.project.configPath));
  if (text === undefined) return { file: {}, plan: { refused: noConfig } };
  const options = { values: new Map([...predefined, ...given]), rules };
  const resolved = await resolveFile({ text, inputs: source?.inputs ?? request.inputs }, place, options);
  const problems = checkFile(resolved);
  if (problems.length > 0) throw new ConfigError(...problems);
  const asked = { rules, place, predefined, given };
  const workflow = await askWorkflow(resolved, asked);
  const answers = new Set([...workflow.answers, ...(await askJobs(workflow.file, asked))]);
  const isMergeRequest = request.merge_request_id !== null;
  const { ref, tag: isTag, source: cause } = facts;
  const kind = { ref, isTag, isMergeRequest, source: cause, project: facts.project.fullPath };
  return { file: workflow.file, plan: planPipeline(workflow.file, answers, kind) };
}

/** The commit that `changes` compare with. Null: there is none, and every path counts as changed. */
function comparedWith(
  { source, before_sha }: Omit<PipelineRequest, "id">,
  facts: PipelineFacts,
): string | null {
  if (facts.mergeRequest) return facts.mergeRequest.diffBaseSha || null;
  return source === "push" && !facts.tag && !/^0+$/.test(before_sha) ? before_sha : null;
}
