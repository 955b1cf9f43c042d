import { type Context, timestamp } from "../context.ts";
import type { Job } from "../store/pipelines.ts";
import { finish, playJob } from "./actions.ts";
import { removeArtifacts } from "./artifacts.ts";
import { stopJobOf } from "./deployments.ts";

/** After this time without a call, a runner counts as dead. */
export const stuckSeconds = Number(process.env.GITLAB_STUCK_SECONDS ?? 60);

/** How long a job may exceed its time limit, so that its runner can report that itself. */
const grace = 60;

/**
 * Ends jobs whose runner is silent or whose time is up.
 * @param since the server's start: it could hear nobody earlier
 */
export function endStuckJobs(context: Context, since: Date): void {
  const now = context.now().getTime();
  for (const job of context.store.jobs.all({ status: ["running", "canceling"] })) {
    if (job.spec.trigger !== undefined) continue;
    const last = Math.max(since.getTime(), Date.parse(job.seen_at ?? job.started_at ?? job.created_at));
    const late = now - Date.parse(job.started_at ?? job.created_at) > (job.timeout + grace) * 1000;
    if (now - last <= stuckSeconds * 1000 && !late) continue;
    if (job.status === "canceling") finish(context, job, { status: "canceled" });
    else
      finish(context, job, {
        status: "failed",
        reason: late ? "job_execution_timeout" : "runner_system_failure",
      });
    context.log(`job ${job.id} ended: ${late ? "its time was up" : "its runner was silent"}`);
  }
}

/** Starts delayed jobs that are due. */
export function startDelayedJobs(context: Context): void {
  const isDue = ({ scheduled_at }: Job) => scheduled_at !== null && scheduled_at <= timestamp(context);
  for (const job of context.store.jobs.all({ status: "scheduled" }).filter(isDue)) {
    playJob(context, job, job.user_id, null);
  }
}

/** Stops environments whose time is up, with their own job if they have one. */
export function stopEnvironments(context: Context): void {
  const { environments } = context.store;
  for (const environment of environments.all({ state: "available" })) {
    if (environment.auto_stop_at === null || environment.auto_stop_at > timestamp(context)) continue;
    const job = stopJobOf(context, environment.id);
    if (job?.status === "manual") playJob(context, job, job.user_id, null);
    const state = job?.status === "manual" ? "stopping" : "stopped";
    environments.update(environment.id, { state, auto_stop_at: null, updated_at: timestamp(context) });
  }
}

/** Removes expired artifacts. */
export async function expireArtifacts(context: Context): Promise<void> {
  const now = timestamp(context);
  const old = context.store.artifacts.all().filter(({ expire_at }) => expire_at !== null && expire_at <= now);
  await removeArtifacts(context, old);
}
