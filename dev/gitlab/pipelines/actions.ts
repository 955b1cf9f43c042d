import type { Context } from "../context.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import { latestJobs, setStatus, settle, step } from "./engine.ts";
import { enqueued, reopened } from "./state/progress.ts";
import { isAllowed, triesAgain } from "./state/retry.ts";
import { cancelable, executing, finished, type Status } from "./state/status.ts";

/** The end of a job, reported by its runner or decided by the server. */
export interface End {
  readonly status: "success" | "failed" | "canceled";
  readonly reason?: string | null;
  readonly exitCode?: number | null;
}

/** Ends a job, retries it if its settings say so, and continues the pipeline. */
export function finish(context: Context, job: Job, { status, reason = null, exitCode = null }: End): Job {
  return context.store.transaction(() => {
    const failure_reason = status === "failed" ? (reason ?? "unknown_failure") : null;
    const allow_failure = isAllowed(job.spec.allowFailure, exitCode);
    const ended = setStatus(context, job, status, { failure_reason, exit_code: exitCode, allow_failure });
    const failure = { reason: failure_reason ?? "", exitCode };
    if (status === "failed" && triesAgain(job.spec.retry, failure, job.attempts)) {
      again(context, ended, ended.user_id, job.attempts + 1);
    }
    settle(context, job.pipeline_id);
    releaseElsewhere(context, ended);
    return ended;
  });
}

/** Jobs of other pipelines may wait for the resource group that is now free. */
function releaseElsewhere(context: Context, { project_id, pipeline_id, spec }: Job): void {
  if (spec.resourceGroup === undefined) return;
  const waiting = context.store.jobs.all({ project_id, status: "waiting_for_resource" });
  const others = waiting.filter((job) => job.pipeline_id !== pipeline_id);
  for (const id of new Set(others.map((job) => job.pipeline_id))) settle(context, id);
}

/** A new attempt at a job. It replaces the old one. */
function again(
  context: Context,
  job: Job,
  user_id: number,
  attempts: number,
  sealed: string | null = null,
): Job {
  const { id, ...row } = job;
  const { store } = context;
  const fresh = store.jobs.insert({
    ...row,
    user_id,
    attempts,
    status: "created",
    allow_failure: job.spec.allowFailure === true,
    sealed_variables: sealed ?? job.sealed_variables,
    dotenv: {},
    ...{ runner_id: null, system_id: null, failure_reason: null, exit_code: null, coverage: null },
    ...{ queued_at: null, scheduled_at: null, started_at: null, finished_at: null, erased_at: null },
    seen_at: null,
    created_at: context.now().toISOString(),
  });
  store.jobs.update(id, { retried: true });
  setStatus(context, fresh, enqueued({ resourceGroup: fresh.spec.resourceGroup }));
  return store.jobs.get(fresh.id) as Job;
}

export function isRetryable({ status, retried }: Job): boolean {
  return !retried && ["success", "failed", "canceled"].includes(status);
}

/** Runs a finished job again. @returns the new attempt */
export function retryJob(context: Context, job: Job, userId: number): Job {
  return context.store.transaction(() => {
    const fresh = again(context, job, userId, 0);
    reopen(context, job.pipeline_id, [job.name]);
    settle(context, job.pipeline_id);
    return context.store.jobs.get(fresh.id) as Job;
  });
}

/** Runs the failed and cancelled jobs of a pipeline again. */
export function retryPipeline(context: Context, pipeline: Pipeline, userId: number): Pipeline {
  return context.store.transaction(() => {
    const jobs = latestJobs(context, pipeline.id).filter(({ status }) =>
      ["failed", "canceled"].includes(status),
    );
    for (const job of jobs) {
      if (job.started_at === null && job.spec.when === "manual") {
        context.store.jobs.update(job.id, { status: "manual", finished_at: null });
      } else again(context, job, userId, 0);
    }
    reopen(
      context,
      pipeline.id,
      jobs.map(({ name }) => name),
    );
    return settle(context, pipeline.id);
  });
}

function reopen(context: Context, pipelineId: number, names: readonly string[]): void {
  for (const id of reopened(latestJobs(context, pipelineId).map(step), names)) {
    context.store.jobs.update(id, { status: "created", finished_at: null });
  }
}

export function isPlayable({ status, retried }: Job): boolean {
  return !retried && (status === "manual" || status === "scheduled");
}

/** Starts a job that waits for a person. */
export function playJob(context: Context, job: Job, userId: number, sealed: string | null): Job {
  return context.store.transaction(() => {
    const status = enqueued({ resourceGroup: job.spec.resourceGroup });
    setStatus(context, job, status, { user_id: userId, ...(sealed && { sealed_variables: sealed }) });
    reopen(context, job.pipeline_id, [job.name]);
    settle(context, job.pipeline_id);
    return context.store.jobs.get(job.id) as Job;
  });
}

/** Cancels jobs that have not begun. Running jobs learn it at their runner's next call. */
export function cancelJob(context: Context, job: Job): Job {
  return context.store.transaction(() => {
    if (cancelable.includes(job.status)) {
      const hasRunner = executing.includes(job.status) && job.spec.trigger === undefined;
      const status: Status = hasRunner ? "canceling" : "canceled";
      setStatus(context, job, status);
      const downstream = context.store.pipelines.first({ upstream_job_id: job.id });
      if (downstream && job.spec.trigger?.strategy) cancelPipeline(context, downstream);
      settle(context, job.pipeline_id);
      if (status === "canceled") releaseElsewhere(context, job);
    }
    return context.store.jobs.get(job.id) as Job;
  });
}

export function cancelPipeline(context: Context, pipeline: Pipeline): Pipeline {
  return context.store.transaction(() => {
    for (const job of latestJobs(context, pipeline.id)) cancelJob(context, job);
    return settle(context, pipeline.id);
  });
}

/** Cancels older pipelines of the same ref. */
export function cancelRedundant(context: Context, pipeline: Pipeline): void {
  const { store } = context;
  const project = store.projects.get(pipeline.project_id);
  const isOff = project?.options.auto_cancel_pending_pipelines === "disabled";
  if (isOff || pipeline.tag || !["push", "merge_request_event"].includes(pipeline.source)) return;
  const { project_id, ref, source } = pipeline;
  for (const older of store.pipelines.all({ project_id, ref, source })) {
    const isAlive = !finished.includes(older.status) && older.status !== "manual";
    if (older.id >= pipeline.id || older.sha === pipeline.sha || !isAlive || older.auto_cancel === "none")
      continue;
    const jobs = latestJobs(context, older.id);
    const isBusy = jobs.some(({ spec, started_at }) => !spec.interruptible && started_at !== null);
    if (older.auto_cancel === "interruptible") {
      for (const job of jobs.filter(({ spec }) => spec.interruptible)) cancelJob(context, job);
    } else if (!isBusy) cancelPipeline(context, older);
  }
}
