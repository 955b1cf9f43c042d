import type { Job } from "../store/pipelines.ts";
import type { Runner } from "../store/settings.ts";

export type Waiting = Pick<Job, "id" | "project_id" | "protected"> & { readonly tags: readonly string[] };
export type Picker = Pick<Runner, "runner_type" | "paused" | "run_untagged" | "tag_list" | "access_level">;

/** The other facts that decide a runner's choice. */
export interface Reach {
  /** Projects that may use the runner. */
  readonly projects: ReadonlySet<number>;
  /** Jobs of a project that run on runners of the whole instance. */
  readonly running: ReadonlyMap<number, number>;
}

/** True if a runner's settings let it run a job. */
export function suits(runner: Picker, job: Waiting, { projects }: Pick<Reach, "projects">): boolean {
  if (runner.paused || !projects.has(job.project_id)) return false;
  if (runner.access_level === "ref_protected" && !job.protected) return false;
  if (job.tags.length === 0) return runner.run_untagged;
  return job.tags.every((tag) => runner.tag_list.includes(tag));
}

/**
 * The next job for a runner: the oldest. Runners of the instance prefer projects with the fewest jobs running
 * there.
 */
export function pick<T extends Waiting>(runner: Picker, waiting: readonly T[], reach: Reach): T | undefined {
  const running = (job: T) =>
    runner.runner_type === "instance_type" ? (reach.running.get(job.project_id) ?? 0) : 0;
  return waiting
    .filter((job) => suits(runner, job, reach))
    .sort((a, b) => running(a) - running(b) || a.id - b.id)[0];
}
