import { type Context, timestamp } from "../context.ts";
import type { Job } from "../store/pipelines.ts";
import { jobFacts } from "./payload.ts";
import type { Taken } from "./take.ts";
import { jobVariables, maskedValues } from "./variables.ts";

const written = 5_000;

/** Notes that a job's runner has called. It is written to the database every few seconds. */
export function seen(context: Context, job: Job): void {
  const last = job.seen_at === null ? 0 : Date.parse(job.seen_at);
  if (context.now().getTime() - last > written)
    context.store.jobs.update(job.id, { seen_at: timestamp(context) });
}

/**
 * Values that no log of these jobs may contain. They are kept only in memory, and computed again after a
 * restart.
 */
const secrets = new Map<number, readonly string[]>();

export function rememberSecrets(jobId: number, values: readonly string[]): void {
  secrets.set(jobId, values);
}

export function forgetSecrets(jobId: number): void {
  secrets.delete(jobId);
}

export async function secretsOf(context: Context, { job, token }: Taken): Promise<readonly string[]> {
  const known = secrets.get(job.id);
  if (known) return known;
  const values = maskedValues(jobVariables(await jobFacts(context, { job, token }, undefined)));
  secrets.set(job.id, values);
  return values;
}
