import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { git } from "../git/command.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import { cancelPipeline } from "./actions.ts";
import { removeLog } from "./logs.ts";

/** Removes a pipeline with its jobs, their logs and artifacts. */
export async function removePipeline(context: Context, pipeline: Pipeline): Promise<void> {
  const { store } = context;
  cancelPipeline(context, pipeline);
  const jobs = store.jobs.all({ pipeline_id: pipeline.id });
  store.transaction(() => {
    for (const { id } of jobs) {
      store.artifacts.removeAll({ job_id: id });
      store.deployments.removeAll({ job_id: id });
    }
    store.jobs.removeAll({ pipeline_id: pipeline.id });
    store.pipelines.remove(pipeline.id);
  });
  await removeFiles(context, jobs);
  await git(repositoryPlace(context, { id: pipeline.project_id }), [
    "update-ref",
    "-d",
    `refs/pipelines/${pipeline.id}`,
  ]);
}

/** Removes everything of a project that is removed for good. */
export async function removeProjectPipelines(context: Context, { id: project_id }: Project): Promise<void> {
  const { store } = context;
  const jobs = store.jobs.all({ project_id });
  store.transaction(() => {
    store.artifacts.removeAll({ project_id });
    store.deployments.removeAll({ project_id });
    store.jobs.removeAll({ project_id });
    store.pipelines.removeAll({ project_id });
    store.pipelineRequests.removeAll({ project_id });
  });
  await removeFiles(context, jobs);
}

async function removeFiles(context: Context, jobs: readonly Job[]): Promise<void> {
  for (const { id } of jobs) {
    removeLog(context, id);
    await rm(join(context.folder, "artifacts", String(id)), { recursive: true, force: true });
  }
}
