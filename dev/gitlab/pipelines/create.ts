import { type Context, timestamp } from "../context.ts";
import { git } from "../git/command.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { Job, Pipeline, PipelineRequest } from "../store/pipelines.ts";
import { cancelRedundant } from "./actions.ts";
import type { JobSpec } from "./config/spec.ts";
import { settle } from "./engine.ts";
import { pipelineFacts } from "./facts.ts";
import { type Look, look, shortRef } from "./look.ts";
import { isProtectedRef } from "./protected-ref.ts";
import type { Text } from "./source/resolve.ts";
import { expand } from "./variables/variable.ts";

/** A pipeline, or the reasons why it was not created. */
export type Created = { readonly pipeline: Pipeline } | { readonly refused: readonly string[] };

export interface Options {
  /**
   * True: a file with faults creates a failed pipeline that shows them, as after a push. Else only the
   * reasons are returned.
   */
  readonly keepsFaults: boolean;
  /** Runs in the transaction that creates the pipeline, or at its refusal. */
  readonly done?: () => void;
  /** Instead of the commit's own configuration. */
  readonly config?: Text | undefined;
}

/** Creates the pipeline of a commit, and lets its first jobs wait for runners. */
export async function createPipeline(
  context: Context,
  request: Omit<PipelineRequest, "id">,
  { keepsFaults, done = () => {}, config }: Options,
): Promise<Created> {
  const project = context.store.projects.get(request.project_id) as Project;
  const row = describe(context, request);
  const refuse = (refused: readonly string[]): Created => {
    done();
    return { refused };
  };
  if (request.skip) return { pipeline: insert(context, row, [], { status: "skipped" }, done) };
  const seen = await look(context, request, await pipelineFacts(context, row), project, config);
  const { plan } = seen;
  if ("refused" in plan) return refuse([plan.refused]);
  if ("errors" in plan) {
    if (!keepsFaults) return refuse(plan.errors);
    const yaml_errors = plan.errors.join("\n");
    return { pipeline: insert(context, row, [], { status: "failed", yaml_errors }, done) };
  }
  const jobs = plan.jobs.map((spec) => jobRow(context, row, project, seen, plan.stages, spec));
  const { stages, workflow } = plan;
  const name = workflow.name === null ? null : expand(workflow.name, seen.variables);
  const made = insert(context, row, jobs, { stages, name, auto_cancel: workflow.autoCancel }, done);
  await start(context, made);
  // It may have been removed meanwhile.
  const pipeline = context.store.pipelines.get(made.id);
  if (pipeline) cancelRedundant(context, pipeline);
  return { pipeline: pipeline ?? made };
}

/** Creates the ref that runners fetch, then starts the first jobs. A restarted server may do it again. */
export async function start(context: Context, { id, project_id, sha }: Pipeline): Promise<void> {
  await git(repositoryPlace(context, { id: project_id }), ["update-ref", `refs/pipelines/${id}`, sha]);
  if (context.store.pipelines.get(id)) settle(context, id);
}

type Row = Omit<Pipeline, "id">;

/** The fields of a pipeline before its file is read. */
export function describe(context: Context, request: Omit<PipelineRequest, "id">): Row {
  const now = timestamp(context);
  const { ref, tag } = shortRef(request.ref);
  const merged =
    request.merge_request_id === null ? undefined : context.store.mergeRequests.get(request.merge_request_id);
  const branches = merged ? [merged.source_branch, merged.target_branch] : [ref];
  return {
    project_id: request.project_id,
    iid: nextIid(context, request.project_id),
    ref,
    tag,
    sha: request.sha,
    before_sha: request.before_sha,
    source: request.source,
    status: "created",
    name: null,
    yaml_errors: null,
    user_id: request.user_id,
    protected: branches.every((name) => isProtectedRef(context, request.project_id, name, tag)),
    sealed_variables: request.sealed_variables,
    stages: [],
    auto_cancel: "conservative",
    merge_request_id: request.merge_request_id,
    schedule_id: request.schedule_id,
    upstream_job_id: request.upstream_job_id ?? null,
    created_at: now,
    updated_at: now,
    started_at: null,
    finished_at: null,
  };
}

function nextIid({ store }: Context, project_id: number): number {
  return (store.pipelines.first({ project_id }, { order: "-iid" })?.iid ?? 0) + 1;
}

type JobRow = Omit<Job, "id" | "pipeline_id">;

function insert(context: Context, row: Row, jobs: readonly JobRow[], more: Partial<Row>, done: () => void) {
  const { store } = context;
  return store.transaction(() => {
    const iid = nextIid(context, row.project_id);
    const finished_at = more.status ? row.created_at : null;
    const pipeline = store.pipelines.insert({ ...row, ...more, iid, finished_at });
    for (const job of jobs) store.jobs.insert({ ...job, pipeline_id: pipeline.id });
    if (row.schedule_id !== null && store.schedules.get(row.schedule_id)) {
      store.schedules.update(row.schedule_id, { last_pipeline_id: pipeline.id });
    }
    done();
    return pipeline;
  });
}

function jobRow(
  context: Context,
  row: Row,
  project: Project,
  { variables }: Look,
  stages: readonly string[],
  spec: JobSpec,
): JobRow {
  const known = new Map([...variables, ...Object.entries(spec.variables)]);
  const limit = Number(project.options.build_timeout ?? 3600);
  return {
    project_id: row.project_id,
    name: spec.name,
    stage: spec.stage,
    stage_index: stages.indexOf(spec.stage),
    status: "created",
    retried: false,
    attempts: 0,
    allow_failure: spec.allowFailure === true,
    spec: {
      ...spec,
      resourceGroup: spec.resourceGroup && expand(spec.resourceGroup, known),
      tags: spec.tags.map((tag) => expand(tag, known)),
    },
    user_id: row.user_id,
    ref: row.ref,
    tag: row.tag,
    protected: row.protected,
    environment_name: spec.environment ? expand(spec.environment.name, known) : null,
    sealed_variables: null,
    dotenv: {},
    runner_id: null,
    system_id: null,
    timeout: spec.timeout ?? limit,
    failure_reason: null,
    exit_code: null,
    coverage: null,
    created_at: timestamp(context),
    queued_at: null,
    scheduled_at: null,
    started_at: null,
    finished_at: null,
    erased_at: null,
    seen_at: null,
  };
}
