import type { Context } from "../context.ts";
import { latestJobs, step } from "../pipelines/engine.ts";
import { together } from "../pipelines/state/status.ts";
import type { Project } from "../store/people.ts";
import type { Pipeline } from "../store/pipelines.ts";
import { webUrl } from "./project.ts";
import { userEntity } from "./user.ts";

/** A pipeline as lists and jobs show it. */
export function basicPipeline(context: Pick<Context, "store">, pipeline: Pipeline, origin: string) {
  const { id, iid, project_id, sha, ref, status, source, created_at, updated_at, name } = pipeline;
  const web_url = `${webUrl(context.store.projects.get(project_id) as Project, origin)}/-/pipelines/${id}`;
  return { id, iid, project_id, sha, ref, status, source, created_at, updated_at, web_url, name };
}

const labels: Readonly<Record<string, string>> = { success: "Passed", waiting_for_resource: "Waiting" };

export function detailedStatus(status: string, path: string, hasWarnings = false) {
  const group = hasWarnings ? "success-with-warnings" : status.replaceAll("_", "-");
  const text = hasWarnings ? "Warning" : (labels[status] ?? status[0]?.toUpperCase() + status.slice(1));
  return {
    icon: hasWarnings ? "status_warning" : `status_${status}`,
    text,
    label: hasWarnings ? "passed with warnings" : text.toLowerCase(),
    group,
    tooltip: text.toLowerCase(),
    has_details: true,
    details_path: path,
    illustration: null,
    favicon: null,
  };
}

/** A pipeline with all fields of the API. */
export function pipelineEntity(context: Context, pipeline: Pipeline, origin: string) {
  const { store } = context;
  const project = store.projects.get(pipeline.project_id) as Project;
  const user = store.users.get(pipeline.user_id);
  const jobs = latestJobs(context, pipeline.id);
  const coverages = jobs.map(({ coverage }) => coverage).filter((each) => each !== null);
  const mean = coverages.reduce((sum, each) => sum + each, 0) / coverages.length;
  const hasWarnings =
    pipeline.status === "success" && jobs.some(({ status }) => status === "failed" || status === "canceled");
  return {
    ...basicPipeline(context, pipeline, origin),
    before_sha: pipeline.before_sha,
    tag: pipeline.tag,
    yaml_errors: pipeline.yaml_errors,
    user: user ? userEntity(user, origin) : null,
    started_at: pipeline.started_at,
    finished_at: pipeline.finished_at,
    committed_at: null,
    duration: seconds(pipeline.started_at, pipeline.finished_at),
    queued_duration: seconds(pipeline.created_at, pipeline.started_at),
    coverage: coverages.length > 0 ? mean.toFixed(2) : null,
    archived: false,
    detailed_status: detailedStatus(
      pipeline.status,
      `/${project.full_path}/-/pipelines/${pipeline.id}`,
      hasWarnings,
    ),
  };
}

/** Whole seconds between two moments; null if one is missing. */
export function seconds(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}

/** The stages of a pipeline in order, for the web page. */
export function stagesOf(context: Context, pipeline: Pipeline) {
  const jobs = latestJobs(context, pipeline.id);
  return pipeline.stages.map((name) => {
    const members = jobs.filter(({ stage }) => stage === name);
    return { name, status: together(members.map(step)) ?? "skipped", jobs: members };
  });
}
