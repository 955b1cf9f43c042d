import { type Context, timestamp } from "../context.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import { deploymentChanged } from "./deployments.ts";
import { progress, type Step } from "./state/progress.ts";
import { executing, finished, type Status, together } from "./state/status.ts";

/** The last attempts at the jobs of a pipeline. */
export function latestJobs({ store }: Pick<Context, "store">, pipelineId: number): Job[] {
  return store.jobs.all({ pipeline_id: pipelineId, retried: false });
}

export function step({ id, name, status, allow_failure, stage_index, spec }: Job): Step {
  return {
    id,
    name,
    status,
    allowFailure: allow_failure,
    stage: stage_index,
    when: spec.when,
    needs: spec.needs?.map((need) => need.job),
    resourceGroup: spec.resourceGroup,
  };
}

/** Gives a job a status, and the times that go with it. */
export function setStatus(context: Context, job: Job, status: Status, more: Partial<Job> = {}): Job {
  const now = timestamp(context);
  const due = new Date(context.now().getTime() + (job.spec.startIn ?? 0) * 1000).toISOString();
  const changed = context.store.jobs.update(job.id, {
    status,
    ...(status === "pending" && { queued_at: now, scheduled_at: null }),
    ...(status === "scheduled" && { scheduled_at: due }),
    ...(status === "running" && { started_at: now, seen_at: now }),
    ...(finished.includes(status) && { finished_at: now }),
    ...more,
  });
  if (finished.includes(status)) {
    for (const { id } of context.store.tokens.all({ job_id: job.id })) {
      context.store.tokens.update(id, { revoked: true });
    }
  }
  deploymentChanged(context, changed);
  context.events.emit("job", { jobId: job.id });
  return changed;
}

/** Advances a pipeline as far as possible. */
export function settle(context: Context, pipelineId: number): Pipeline {
  return context.store.transaction(() => {
    const jobs = latestJobs(context, pipelineId);
    const byId = new Map(jobs.map((job) => [job.id, job]));
    for (const { id, status } of progress(jobs.map(step))) {
      const job = byId.get(id);
      if (job) setStatus(context, job, status);
    }
    const groups = new Set(jobs.map(({ spec }) => spec.resourceGroup).filter((group) => group !== undefined));
    for (const group of groups) releaseGroup(context, jobs[0]?.project_id ?? 0, group);
    return updatePipeline(context, pipelineId);
  });
}

/** The oldest job that waits for a free resource group gets it. */
function releaseGroup(context: Context, projectId: number, group: string): void {
  const status = ["waiting_for_resource", "pending", ...executing] as const;
  const jobs = context.store.jobs
    .all({ project_id: projectId, status })
    .filter(({ spec }) => spec.resourceGroup === group);
  const next = jobs.find((job) => job.status === "waiting_for_resource");
  if (!next || jobs.some((job) => job.status !== "waiting_for_resource")) return;
  setStatus(context, next, "pending");
  updatePipeline(context, next.pipeline_id);
}

function updatePipeline(context: Context, pipelineId: number): Pipeline {
  const { store } = context;
  const pipeline = store.pipelines.get(pipelineId) as Pipeline;
  const jobs = latestJobs(context, pipelineId);
  const status = together(jobs.map(step)) ?? pipeline.status;
  if (status === pipeline.status) return pipeline;
  const now = timestamp(context);
  const begins = pipeline.started_at === null && (status === "running" || finished.includes(status));
  return store.pipelines.update(pipelineId, {
    status,
    updated_at: now,
    ...(begins && jobs.some(({ started_at }) => started_at !== null) && { started_at: now }),
    finished_at: finished.includes(status) ? now : null,
  });
}
