import type { Context } from "../context.ts";
import { findCommit, zeroId } from "../git/refs.ts";
import { canSeeProject, findProject, level, projectLevel } from "../http/access.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project, Token, User } from "../store/people.ts";
import type { Job, Pipeline, PipelineRequest, PipelineVariable } from "../store/pipelines.ts";
import { finish } from "./actions.ts";
import { fileInZip } from "./archive.ts";
import { artifactPath } from "./artifacts.ts";
import type { TriggerSpec } from "./config/trigger.ts";
import { createPipeline } from "./create.ts";
import { setStatus, settle } from "./engine.ts";
import { givenVariables, sealVariables, settingsVariables } from "./known.ts";
import type { Text } from "./source/resolve.ts";
import { textOf } from "./source/yaml.ts";
import { finished } from "./state/status.ts";
import { byKey, expand, overlaid } from "./variables/variable.ts";

/** How many generations of child pipelines there may be. */
const deepest = 2;

type Wanted = Pick<
  PipelineRequest,
  "project_id" | "ref" | "sha" | "source" | "merge_request_id" | "inputs"
> & {
  readonly config?: Text;
};

/** Why a job that starts a pipeline fails, by GitLab's names. */
class BridgeFailure extends Error {}

const busy = new WeakMap<Context, Set<number>>();

/** Starts the pipelines of waiting jobs, and ends the jobs whose pipelines are over. */
export async function runBridges(context: Context): Promise<void> {
  const { store } = context;
  const atWork = busy.get(context) ?? new Set();
  busy.set(context, atWork);
  const jobs = store.jobs
    .all({ status: ["pending", "running"] })
    .filter(({ spec }) => spec.trigger !== undefined);
  for (const job of jobs) {
    if (atWork.has(job.id)) continue;
    if (job.status === "running") follow(context, job);
    else {
      atWork.add(job.id);
      await startDownstream(context, job).finally(() => atWork.delete(job.id));
    }
  }
}

/** The pipeline that a job has started. */
export function downstreamOf(
  { store }: Pick<Context, "store">,
  { id }: Pick<Job, "id">,
): Pipeline | undefined {
  return store.pipelines.first({ upstream_job_id: id });
}

async function startDownstream(context: Context, before: Job): Promise<void> {
  const { trigger } = before.spec;
  if (!trigger) return;
  const job = setStatus(context, before, "running");
  settle(context, job.pipeline_id);
  try {
    const wanted = await downstream(context, job, trigger);
    const { config, ...request } = wanted;
    const made = await createPipeline(
      context,
      {
        ...request,
        user_id: job.user_id,
        before_sha: zeroId,
        skip: false,
        schedule_id: null,
        upstream_job_id: job.id,
        sealed_variables: sealVariables(context, forwarded(context, job, trigger)),
      },
      { keepsFaults: true, config },
    );
    if ("refused" in made) throw new BridgeFailure("downstream_pipeline_creation_failed");
    if (trigger.strategy === null) finish(context, job, { status: "success" });
  } catch (error) {
    const reason = error instanceof BridgeFailure ? error.message : "downstream_pipeline_creation_failed";
    if (!(error instanceof BridgeFailure)) context.log(`job ${job.id} failed: ${(error as Error).stack}`);
    finish(context, job, { status: "failed", reason });
  }
}

/**
 * A job with a strategy ends with its pipeline's status. It has no pipeline if the server ended before
 * creating it.
 */
function follow(context: Context, job: Job): void {
  const pipeline = downstreamOf(context, job);
  const lost = { status: "failed", reason: "downstream_pipeline_creation_failed" } as const;
  if (!pipeline) finish(context, job, lost);
  else if (finished.includes(pipeline.status)) {
    const status =
      pipeline.status === "failed" || pipeline.status === "canceled" ? pipeline.status : "success";
    finish(context, job, { status, reason: "downstream_pipeline_failed" });
  }
}

function downstream(context: Context, job: Job, trigger: TriggerSpec): Promise<Wanted> {
  return trigger.project === null
    ? child(context, job, trigger)
    : elsewhere(context, job, trigger.project, trigger);
}

/** A pipeline with another configuration, for the commit of the job's own pipeline. */
async function child(context: Context, job: Job, { include, inputs }: TriggerSpec): Promise<Wanted> {
  const parent = context.store.pipelines.get(job.pipeline_id) as Pipeline;
  const generations = ancestors(context, parent).filter(({ source }) => source === "parent_pipeline").length;
  if (generations >= deepest) throw new BridgeFailure("reached_max_descendant_pipelines_depth");
  const files = new Map<string, string>();
  const entries: object[] = [];
  for (const each of include) {
    const entry = Object.keys(inputs).length > 0 && each.inputs === undefined ? { ...each, inputs } : each;
    if (each.artifact === undefined) entries.push(entry);
    else {
      const path = `.artifact-${entries.length}.yml`;
      files.set(path, await artifactText(context, job, textOf(each.job), textOf(each.artifact)));
      entries.push({ local: path, ...(entry.inputs !== undefined && { inputs: entry.inputs }) });
    }
  }
  const prefix = parent.tag ? "refs/tags/" : "refs/heads/";
  return {
    project_id: parent.project_id,
    ref: parent.ref.startsWith("refs/") ? parent.ref : prefix + parent.ref,
    sha: parent.sha,
    source: "parent_pipeline",
    merge_request_id: parent.merge_request_id,
    config: { text: JSON.stringify({ include: entries }), files },
  };
}

async function artifactText(
  context: Context,
  { pipeline_id }: Job,
  name: string,
  path: string,
): Promise<string> {
  const { store } = context;
  const maker = store.jobs.first({ pipeline_id, name, retried: false });
  const archive = maker && store.artifacts.first({ job_id: maker.id, file_type: "archive" });
  const file = archive && (await fileInZip(artifactPath(context, archive), path));
  if (!file) throw new BridgeFailure("downstream_pipeline_creation_failed");
  const pieces: Buffer[] = [];
  for await (const piece of file.content) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString("utf8");
}

/** A pipeline of another project, where the job's user may start one. */
async function elsewhere(
  context: Context,
  job: Job,
  path: string,
  { branch, inputs }: TriggerSpec,
): Promise<Wanted> {
  const user = context.store.users.get(job.user_id) as User;
  const known = expansion(context, job);
  const project = findProject(context, expand(path, known).toLowerCase());
  const identity = { user, token: { kind: "personal" } as Token };
  if (!project || !canSeeProject(context, identity, project)) {
    throw new BridgeFailure("downstream_bridge_project_not_found");
  }
  if (projectLevel(context, user, project) < level.developer)
    throw new BridgeFailure("insufficient_bridge_permissions");
  const name = branch === null ? project.default_branch : expand(branch, known);
  const sha = await findCommit(repositoryPlace(context, project), `refs/heads/${name}`);
  if (!sha) throw new BridgeFailure("downstream_pipeline_creation_failed");
  const above = ancestors(context, context.store.pipelines.get(job.pipeline_id) as Pipeline);
  if (above.some((each) => each.project_id === project.id && each.ref === name)) {
    throw new BridgeFailure("pipeline_loop_detected");
  }
  return {
    project_id: project.id,
    ref: `refs/heads/${name}`,
    sha,
    source: "pipeline",
    merge_request_id: null,
    inputs,
  };
}

/** A pipeline and those that led to it. */
function ancestors({ store }: Context, pipeline: Pipeline): Pipeline[] {
  const job = pipeline.upstream_job_id == null ? undefined : store.jobs.get(pipeline.upstream_job_id);
  const above = job && store.pipelines.get(job.pipeline_id);
  return above ? [pipeline, ...ancestors({ store } as Context, above)] : [pipeline];
}

function forwarded(
  context: Context,
  job: Job,
  { forwardsYaml, forwardsPipeline }: TriggerSpec,
): PipelineVariable[] {
  const known = expansion(context, job);
  const yaml = Object.entries(job.spec.variables).map(([key, value]) => ({
    key,
    value: expand(value, known),
  }));
  const parent = context.store.pipelines.get(job.pipeline_id) as Pipeline;
  const given = givenVariables(context, parent.sealed_variables).map(({ key, value }) => ({ key, value }));
  const all = [...(forwardsYaml ? yaml : []), ...(forwardsPipeline ? given : [])];
  const last = new Map(all.map(({ key, value }) => [key, value]));
  return [...last].map(([key, value]) => ({ key, value, variable_type: "env_var" }));
}

function expansion(context: Context, job: Job): ReadonlyMap<string, string> {
  const project = context.store.projects.get(job.project_id) as Project;
  const scope = { isProtected: job.protected, environment: undefined };
  const parent = context.store.pipelines.get(job.pipeline_id) as Pipeline;
  const given = byKey(
    overlaid(settingsVariables(context, project, scope), givenVariables(context, parent.sealed_variables)),
  );
  const commit = {
    CI_COMMIT_REF_NAME: job.ref,
    CI_COMMIT_BRANCH: job.tag ? "" : job.ref,
    CI_COMMIT_SHA: parent.sha,
  };
  return new Map([
    ...Object.entries(commit),
    ...Object.entries(job.spec.variables),
    ...Object.entries(job.dotenv),
    ...given,
  ]);
}
