import type { Context } from "../context.ts";
import type { Project } from "../store/people.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import { type CiFile, jobEntries, type Rule } from "./config/file.ts";
import type { PipelinePlan } from "./config/plan.ts";
import type { JobSpec } from "./config/spec.ts";
import { describe } from "./create.ts";
import { pipelineFacts } from "./facts.ts";
import { settingsVariables } from "./known.ts";
import { read } from "./read.ts";
import { ConfigError } from "./source/error.ts";
import { textOf, writeYaml } from "./source/yaml.ts";
import { pipelineVariables } from "./variables/predefined.ts";
import { byKey, present } from "./variables/variable.ts";

export interface LintAnswer {
  readonly valid: boolean;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
  readonly merged_yaml: string | null;
  readonly jobs: readonly LintedJob[] | null;
}

export interface LintOptions {
  /** Instead of the file of the commit. */
  readonly content: string | undefined;
  /** Rules count, as if a pipeline were created. */
  readonly isDryRun: boolean;
  readonly showsJobs: boolean;
}

/** Checks a configuration as a pipeline of the commit would read it. */
export async function lint(
  context: Context,
  project: Project,
  request: Omit<PipelineRequest, "id">,
  { content, isDryRun, showsJobs }: LintOptions,
): Promise<LintAnswer> {
  const facts = await pipelineFacts(context, describe(context, request));
  const scope = { isProtected: facts.isProtected, environment: undefined };
  const given = byKey(settingsVariables(context, project, scope));
  const predefined = present(pipelineVariables(facts));
  const source = content === undefined ? undefined : { text: content };
  try {
    const { file, plan } = await read({ context, request, facts, source, predefined, given });
    const errors = isDryRun ? reasons(plan) : [];
    const jobs = showsJobs && "jobs" in plan ? plan.jobs.map(linted) : null;
    return {
      valid: errors.length === 0,
      errors,
      warnings: warnings(file),
      merged_yaml: writeYaml(file),
      jobs,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { valid: false, errors: error.messages, warnings: [], merged_yaml: null, jobs: null };
  }
}

/** GitLab warns about jobs that may run twice for one change. */
function warnings(file: CiFile): string[] {
  if ((file.workflow as { rules?: unknown } | undefined)?.rules !== undefined) return [];
  return [...jobEntries(file)].flatMap(([name, { rules }]) => {
    const last = (rules as Rule[] | undefined)?.at(-1);
    if (!last || last.when === undefined || last.when === "never" || Object.keys(last).length > 1) return [];
    return [
      `jobs:${name} may allow multiple pipelines to run for a single action due to \`rules:when\` clause ` +
        "with no `workflow:rules` - read more: https://docs.gitlab.com/ee/ci/troubleshooting.html#pipeline-warnings",
    ];
  });
}

function reasons(plan: PipelinePlan): readonly string[] {
  if ("refused" in plan) return [plan.refused];
  return "errors" in plan ? plan.errors : [];
}

type LintedJob = ReturnType<typeof linted>;

function linted({ name, stage, tags, when, allowFailure, environment, work, needs }: JobSpec) {
  const lines = (key: string) => [work[key] ?? []].flat(10).map(textOf);
  return {
    name,
    stage,
    before_script: lines("before_script"),
    script: lines("script"),
    after_script: lines("after_script"),
    tag_list: tags,
    only: null,
    except: null,
    environment: environment?.name ?? null,
    when,
    allow_failure: allowFailure === true,
    needs: needs?.map(({ job, artifacts, optional }) => ({ name: job, artifacts, optional })) ?? null,
  };
}
