import type { Context } from "../context.ts";
import { stagesOf } from "../entities/pipeline.ts";
import { runnerStatus } from "../entities/runner.ts";
import { runnersOfProject } from "../routes/runners.ts";
import type { Project } from "../store/people.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import { type Html, html } from "./html.ts";
import { badge, time } from "./layout.ts";

const shown = 50;

export function signInView(returnTo: string, isRefused: boolean): Html {
  return html`
${isRefused && html`<p class="error" role="alert">This token lets nobody in. It must be live and have the scope api or read_api.</p>`}
<form method="post" action="/-/sign_in">
<input type="hidden" name="return_to" value="${returnTo}">
<label for="token">Access token</label>
<p><input id="token" name="token" type="password" autocomplete="off" required autofocus> <button>Sign in</button></p>
</form>`;
}

export function projectsView({ store }: Context, projects: readonly Project[]): Html {
  if (projects.length === 0) return html`<p>There is no project yet.</p>`;
  const rows = projects.map((project) => {
    const last = store.pipelines.first({ project_id: project.id }, { order: "-id" });
    return html`<tr><td><a href="/${project.full_path}">${project.full_path}</a></td>
<td>${project.description}</td><td>${last ? badge(last.status) : "–"}</td><td>${time(project.last_activity_at)}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">Project</th><th scope="col">Description</th>
<th scope="col">Last pipeline</th><th scope="col">Last activity (UTC)</th></tr></thead><tbody>${rows}</tbody></table>`;
}

export function projectView(context: Context, project: Project): Html {
  const { store } = context;
  const pipelines = store.pipelines.all({ project_id: project.id }, { order: "-id", limit: shown });
  const rows = pipelines.map(
    (each) => html`<tr><td>${badge(each.status)}</td>
<td><a href="/${project.full_path}/-/pipelines/${each.id}">#${each.id}</a></td><td>${each.ref}</td>
<td><code>${each.sha.slice(0, 8)}</code></td><td>${each.source.replaceAll("_", " ")}</td><td>${time(each.created_at)}</td></tr>`,
  );
  const table = html`<table><thead><tr><th scope="col">Status</th><th scope="col">Pipeline</th><th scope="col">Ref</th>
<th scope="col">Commit</th><th scope="col">Source</th><th scope="col">Created (UTC)</th></tr></thead><tbody>${rows}</tbody></table>`;
  const runners = runnersOfProject(context, project).map(
    (
      runner,
    ) => html`<li>${runner.description ?? `#${runner.id}`}: ${runnerStatus(context, runner).replaceAll("_", " ")},
tags ${runner.tag_list.join(", ") || "none"}</li>`,
  );
  return html`<p>${project.description}</p>
<dl><dt>Default branch</dt><dd>${project.default_branch}</dd><dt>Visibility</dt><dd>${project.visibility}</dd></dl>
<h2>Pipelines</h2>${pipelines.length > 0 ? table : html`<p>No pipeline has run yet.</p>`}
${runners.length > 0 && html`<h2>Runners</h2><ul>${runners}</ul>`}`;
}

export function pipelineView(context: Context, project: Project, pipeline: Pipeline): Html {
  const stages = stagesOf(context, pipeline).map(
    ({ name, status, jobs }) =>
      html`<li><h2>${name}</h2>${badge(status)}<ul>${jobs.map(
        (job) =>
          html`<li><a href="/${project.full_path}/-/jobs/${job.id}">${badge(job.status)}<br>${job.name}</a></li>`,
      )}</ul></li>`,
  );
  const user = context.store.users.get(pipeline.user_id);
  return html`<div id="live">
<dl><dt>Status</dt><dd>${badge(pipeline.status)}</dd><dt>Ref</dt><dd>${pipeline.ref}</dd>
<dt>Commit</dt><dd><code>${pipeline.sha}</code></dd>
<dt>Source</dt><dd>${pipeline.source.replaceAll("_", " ")}${user && html` by ${user.name}`}</dd>
<dt>Started (UTC)</dt><dd>${time(pipeline.started_at)}</dd><dt>Finished (UTC)</dt><dd>${time(pipeline.finished_at)}</dd></dl>
${pipeline.yaml_errors && html`<p class="error">${pipeline.yaml_errors}</p>`}
<ol class="stages" aria-label="Stages, in order">${stages}</ol></div>`;
}

export function jobView(context: Context, project: Project, job: Job): Html {
  const runner = job.runner_id === null ? undefined : context.store.runners.get(job.runner_id);
  return html`<dl><dt>Status</dt><dd id="status" role="status">${badge(job.status)}</dd>
<dt>Stage</dt><dd>${job.stage}</dd><dt>Ref</dt><dd>${job.ref}</dd>
<dt>Runner</dt><dd>${runner ? (runner.description ?? `#${runner.id}`) : "–"}</dd>
${job.failure_reason && html`<dt>Failure</dt><dd>${job.failure_reason.replaceAll("_", " ")}</dd>`}
<dt>Pipeline</dt><dd><a href="/${project.full_path}/-/pipelines/${job.pipeline_id}">#${job.pipeline_id}</a></dd></dl>
<h2 id="log-title">Log</h2>
<pre id="log" tabindex="0" aria-labelledby="log-title" data-events="/${project.full_path}/-/jobs/${job.id}/events"></pre>`;
}
