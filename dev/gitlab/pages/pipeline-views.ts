import type { Context } from "../context.ts";
import { stagesOf } from "../entities/pipeline.ts";
import { isPlayable, isRetryable } from "../pipelines/actions.ts";
import { downstreamOf } from "../pipelines/bridges.ts";
import { cancelable } from "../pipelines/state/status.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import { type Html, html } from "./html.ts";
import { badge, button, span, time } from "./layout.ts";
import { titlesOf } from "./titles.ts";

/** A pipeline with its jobs. @param mayAct shows its buttons */
export async function pipelineView(
  context: Context,
  project: Project,
  pipeline: Pipeline,
  mayAct: boolean,
): Promise<Html> {
  const { store } = context;
  const titles = await titlesOf(repositoryPlace(context, project), [pipeline.sha]);
  const stages = stagesOf(context, pipeline).map(
    ({ name, status, jobs }) =>
      html`<li><h2>${name}</h2>${badge(status)}<ul>${jobs.map((job) => jobCard(context, project, job))}</ul></li>`,
  );
  const user = store.users.get(pipeline.user_id);
  const request =
    pipeline.merge_request_id === null ? undefined : store.mergeRequests.get(pipeline.merge_request_id);
  const here = `/${project.full_path}/-/pipelines/${pipeline.id}`;
  const canRetry =
    store.jobs.count({ pipeline_id: pipeline.id, retried: false, status: ["failed", "canceled"] }) > 0;
  const canCancel = store.jobs.count({ pipeline_id: pipeline.id, retried: false, status: cancelable }) > 0;
  return html`<div id="live">
<dl><dt>Status</dt><dd>${badge(pipeline.status)}</dd><dt>Ref</dt><dd>${pipeline.ref}</dd>
<dt>Commit</dt><dd><code>${pipeline.sha.slice(0, 8)}</code> ${titles.get(pipeline.sha)}</dd>
${request && html`<dt>Merge request</dt><dd><a href="/${project.full_path}/-/merge_requests/${request.iid}">!${request.iid} ${request.title}</a></dd>`}
<dt>Source</dt><dd>${pipeline.source.replaceAll("_", " ")}${user && html` by ${user.name}`}${upstream(context, pipeline)}</dd>
<dt>Started (UTC)</dt><dd>${time(pipeline.started_at)}</dd><dt>Finished (UTC)</dt><dd>${time(pipeline.finished_at)}</dd>
<dt>Duration</dt><dd>${span(pipeline.started_at, pipeline.finished_at, context.now())}</dd></dl>
${mayAct && html`<p class="actions">${canRetry && button(`${here}/retry`, "Retry")}${canCancel && button(`${here}/cancel`, "Cancel")}</p>`}
${pipeline.yaml_errors && html`<p class="error">${pipeline.yaml_errors}</p>`}
<ol class="stages" aria-label="Stages, in order">${stages}</ol></div>`;
}

function jobCard(context: Context, project: Project, job: Job): Html {
  const more = job.started_at !== null && span(job.started_at, job.finished_at, context.now());
  if (job.spec.trigger === undefined) {
    return html`<li><a href="/${project.full_path}/-/jobs/${job.id}">${badge(job.status)} ${more}<br>${job.name}</a></li>`;
  }
  const pipeline = downstreamOf(context, job);
  const there = pipeline && context.store.projects.get(pipeline.project_id);
  return pipeline && there
    ? html`<li><a href="/${there.full_path}/-/pipelines/${pipeline.id}">${badge(job.status)} ${more}<br>${job.name} → #${pipeline.id}</a></li>`
    : html`<li><span class="card">${badge(job.status)} ${more}<br>${job.name}</span></li>`;
}

function upstream({ store }: Context, { upstream_job_id }: Pipeline): Html | undefined {
  const job = upstream_job_id == null ? undefined : store.jobs.get(upstream_job_id);
  const project = job && store.projects.get(job.project_id);
  if (!job || !project) return undefined;
  return html` of <a href="/${project.full_path}/-/pipelines/${job.pipeline_id}">#${job.pipeline_id}</a>`;
}

/** A job with its log, and its other attempts. @param mayAct shows its buttons */
export function jobView(context: Context, project: Project, job: Job, mayAct: boolean): Html {
  const { store } = context;
  const runner = job.runner_id === null ? undefined : store.runners.get(job.runner_id);
  const here = `/${project.full_path}/-/jobs`;
  const attempts = store.jobs.all({ pipeline_id: job.pipeline_id, name: job.name }, { order: "-id" });
  const others = attempts.filter(({ id }) => id !== job.id);
  const items = others.map(
    (each) => html`<li><a href="${here}/${each.id}">#${each.id}</a> ${badge(each.status)}
${span(each.started_at, each.finished_at, context.now())}</li>`,
  );
  const actions = [
    isPlayable(job) && button(`${here}/${job.id}/play`, "Run"),
    isRetryable(job) && button(`${here}/${job.id}/retry`, "Retry"),
    cancelable.includes(job.status) && button(`${here}/${job.id}/cancel`, "Cancel"),
  ];
  return html`<dl><dt>Status</dt><dd id="status" role="status">${badge(job.status)}</dd>
<dt>Stage</dt><dd>${job.stage}</dd><dt>Ref</dt><dd>${job.ref}</dd>
<dt>Runner</dt><dd>${runner ? (runner.description ?? `#${runner.id}`) : "–"}</dd>
<dt>Started (UTC)</dt><dd>${time(job.started_at)}</dd>
<dt>Duration</dt><dd>${span(job.started_at, job.finished_at, context.now())}</dd>
${job.failure_reason && html`<dt>Failure</dt><dd>${job.failure_reason.replaceAll("_", " ")}</dd>`}
<dt>Pipeline</dt><dd><a href="/${project.full_path}/-/pipelines/${job.pipeline_id}">#${job.pipeline_id}</a></dd></dl>
${mayAct && html`<p class="actions">${actions}</p>`}
${items.length > 0 && html`<h2>Other attempts</h2><ul>${items}</ul>`}
<h2 id="log-title">Log</h2>
<pre id="log" tabindex="0" aria-labelledby="log-title" data-events="${here}/${job.id}/events"></pre>`;
}
