import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import type { Context } from "../context.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { PipelineRequest } from "../store/pipelines.ts";
import type { CiFile } from "./config/file.ts";
import { planPipeline } from "./config/plan.ts";
import type { JobSpec } from "./config/spec.ts";
import { describe } from "./create.ts";
import { withCheckout } from "./evaluate/checkout.ts";
import { ConfigError, evaluate } from "./evaluate/parser.ts";
import { configPath, pipelineFacts } from "./facts.ts";
import { shortRef } from "./look.ts";
import { pipelineVariables } from "./variables/predefined.ts";

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

/** Checks a configuration in the place of its commit's own, as a pipeline would read it. */
export async function lint(
  context: Context,
  project: Project,
  request: Omit<PipelineRequest, "id">,
  { content, isDryRun, showsJobs }: LintOptions,
): Promise<LintAnswer> {
  const path = configPath(project);
  const facts = await pipelineFacts(context, describe(context, request));
  const variables = pipelineVariables(facts);
  const origin = `${facts.url}/${project.full_path}.git`;
  const place = { sha: request.sha, base: null, defaultBranch: project.default_branch, origin };
  try {
    const { file, answers } = await withCheckout(
      repositoryPlace(context, project),
      place,
      async (checkout) => {
        if (content !== undefined) {
          await mkdir(dirname(join(checkout.files, path)), { recursive: true });
          await writeFile(join(checkout.files, path), content);
        }
        return evaluate({ checkout, path, variables, compares: false });
      },
    );
    const { ref, tag } = shortRef(request.ref);
    const plan = planPipeline(file, answers, { ref, isTag: tag, isMergeRequest: false, source: "push" });
    const errors = isDryRun ? reasons(plan) : [];
    const jobs = showsJobs && "jobs" in plan ? plan.jobs.map(linted) : null;
    return { valid: errors.length === 0, errors, warnings: [], merged_yaml: stringify(shown(file)), jobs };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { valid: false, errors: error.messages, warnings: [], merged_yaml: null, jobs: null };
  }
}

function reasons(plan: ReturnType<typeof planPipeline>): readonly string[] {
  if ("refused" in plan) return [plan.refused];
  return "errors" in plan ? plan.errors : [];
}

function shown(file: CiFile): CiFile {
  return Object.fromEntries(Object.entries(file).filter(([key]) => key !== "include"));
}

type LintedJob = ReturnType<typeof linted>;

function linted({ name, stage, tags, when, allowFailure, environment, work, needs }: JobSpec) {
  const lines = (key: string) => [work[key] ?? []].flat(10).map(String);
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
