import type { Context } from "../context.ts";
import type { Commit } from "../git/commits.ts";
import { logSize } from "../pipelines/logs.ts";
import type { Project } from "../store/people.ts";
import type { Artifact, Job, Pipeline } from "../store/pipelines.ts";
import type { Runner } from "../store/settings.ts";
import { commitEntity } from "./commit.ts";
import { basicPipeline } from "./pipeline.ts";
import { webUrl } from "./project.ts";
import { ownUserEntity } from "./user.ts";

/** A job as the API shows it. @param commit null if the repository is gone */
export function jobEntity(context: Context, job: Job, commit: Commit | null, origin: string) {
  const { store } = context;
  const project = store.projects.get(job.project_id) as Project;
  const pipeline = store.pipelines.get(job.pipeline_id) as Pipeline;
  const user = store.users.get(job.user_id);
  const runner = job.runner_id === null ? undefined : store.runners.get(job.runner_id);
  const files = store.artifacts.all({ job_id: job.id });
  const archive = files.find(({ file_type }) => file_type === "archive");
  const web = webUrl(project, origin);
  return {
    id: job.id,
    status: job.status,
    stage: job.stage,
    name: job.name,
    ref: job.ref,
    tag: job.tag,
    coverage: job.coverage,
    allow_failure: job.allow_failure,
    created_at: job.created_at,
    started_at: job.started_at,
    finished_at: job.finished_at,
    erased_at: job.erased_at,
    duration: span(context, job.started_at, job.finished_at),
    queued_duration: span(context, job.queued_at, job.started_at),
    user: user ? ownUserEntity(user, origin) : null,
    commit: commit && commitEntity(commit, web),
    pipeline: basicPipeline(context, pipeline, origin),
    ...(job.failure_reason !== null && { failure_reason: job.failure_reason }),
    web_url: `${web}/-/jobs/${job.id}`,
    project: { ci_job_token_scope_enabled: false },
    ...(archive && { artifacts_file: { filename: archive.filename, size: archive.size } }),
    artifacts: [...files.map(artifactEntity), ...traceArtifact(context, job)],
    runner: runner ? runnerEntity(runner) : null,
    runner_manager: null,
    artifacts_expire_at: archive?.expire_at ?? null,
    archived: false,
    tag_list: job.spec.tags,
  };
}

function span({ now }: Context, from: string | null, to: string | null): number | null {
  if (from === null) return null;
  return ((to === null ? now().getTime() : Date.parse(to)) - Date.parse(from)) / 1000;
}

function artifactEntity({ file_type, size, filename, file_format }: Artifact) {
  return { file_type, size, filename, file_format };
}

function traceArtifact(context: Context, job: Job) {
  const size = job.finished_at === null ? 0 : logSize(context, job.id);
  return size === 0 ? [] : [{ file_type: "trace", size, filename: "job.log", file_format: null }];
}

function runnerEntity({ id, description, runner_type, paused }: Runner) {
  return {
    id,
    description,
    ip_address: null,
    active: !paused,
    paused,
    is_shared: runner_type === "instance_type",
    runner_type,
    name: null,
    online: true,
    status: "online",
  };
}
