import type { Context } from "../context.ts";
import { latestJobs } from "../pipelines/engine.ts";
import type { Artifact, Job } from "../store/pipelines.ts";

/** The jobs whose artifacts a job gets. */
export function dependenciesOf(context: Context, job: Job): Job[] {
  const earlier = latestJobs(context, job.pipeline_id).filter(({ id }) => id !== job.id);
  const { needs, dependencies } = job.spec;
  const reachable = needs
    ? earlier.filter(({ name }) => needs.some((need) => need.job === name && need.artifacts))
    : earlier.filter(({ stage_index }) => stage_index < job.stage_index);
  if (!dependencies) return reachable;
  return reachable.filter(
    ({ name, spec }) => dependencies.includes(name) || dependencies.includes(spec.entryName),
  );
}

/** The archive of a job, if it still exists. */
export function archiveOf({ store, now }: Context, jobId: number): Artifact | undefined {
  const archive = store.artifacts.first({ job_id: jobId, file_type: "archive" });
  const isGone = archive?.expire_at && Date.parse(archive.expire_at) <= now().getTime();
  return isGone ? undefined : archive;
}
