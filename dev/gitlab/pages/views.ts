import type { Context } from "../context.ts";
import { runnerStatus } from "../entities/runner.ts";
import { repositoryPlace } from "../projects/repository.ts";
import { runnersOfProject } from "../routes/runners.ts";
import type { Project } from "../store/people.ts";
import type { Pipeline } from "../store/pipelines.ts";
import { type Html, html } from "./html.ts";
import { badge, span, time } from "./layout.ts";
import { titlesOf } from "./titles.ts";

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

/** Projects that are to be deleted come last. */
export function projectsView({ store }: Context, projects: readonly Project[]): Html {
  if (projects.length === 0) return html`<p>There is no project yet.</p>`;
  const isGoing = ({ marked_for_deletion_on }: Project) => marked_for_deletion_on !== null;
  const ordered = [...projects.filter((each) => !isGoing(each)), ...projects.filter(isGoing)];
  const rows = ordered.map((project) => {
    const last = lastPipeline(store, project);
    const going = isGoing(project) && html` <span class="badge">to be deleted</span>`;
    return html`<tr><td><a href="/${project.full_path}">${project.full_path}</a>${going}</td>
<td>${project.description}</td><td>${last ? badge(last.status) : "–"}</td><td>${time(project.last_activity_at)}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">Project</th><th scope="col">Description</th>
<th scope="col">Last pipeline</th><th scope="col">Last activity (UTC)</th></tr></thead><tbody>${rows}</tbody></table>`;
}

/** Children are part of the pipeline that started them. */
function lastPipeline({ pipelines }: Context["store"], { id: project_id }: Project): Pipeline | undefined {
  const last = pipelines.all({ project_id }, { order: "-id", limit: shown });
  return last.find(({ source }) => source !== "parent_pipeline");
}

export async function projectView(context: Context, project: Project): Promise<Html> {
  const { store } = context;
  const pipelines = store.pipelines.all({ project_id: project.id }, { order: "-id", limit: shown });
  const titles = await titlesOf(
    repositoryPlace(context, project),
    pipelines.map(({ sha }) => sha),
  );
  const rows = pipelines.map(
    (each) => html`<tr><td>${badge(each.status)}</td>
<td><a href="/${project.full_path}/-/pipelines/${each.id}">#${each.id}</a></td><td>${each.ref}</td>
<td><code>${each.sha.slice(0, 8)}</code> ${titles.get(each.sha)}</td><td>${each.source.replaceAll("_", " ")}</td>
<td>${span(each.started_at, each.finished_at, context.now())}</td><td>${time(each.created_at)}</td></tr>`,
  );
  const table = html`<table><thead><tr><th scope="col">Status</th><th scope="col">Pipeline</th><th scope="col">Ref</th>
<th scope="col">Commit</th><th scope="col">Source</th><th scope="col">Duration</th><th scope="col">Created (UTC)</th></tr></thead>
<tbody>${rows}</tbody></table>`;
  const requests = store.mergeRequests.all({ project_id: project.id }, { order: "-id", limit: shown }).map(
    (each) => html`<tr><td>${badge(each.state)}</td>
<td><a href="/${project.full_path}/-/merge_requests/${each.iid}">!${each.iid} ${each.title}</a></td>
<td>${each.source_branch} → ${each.target_branch}</td><td>${time(each.updated_at)}</td></tr>`,
  );
  const runners = runnersOfProject(context, project).map(
    (
      runner,
    ) => html`<li>${runner.description ?? `#${runner.id}`}: ${runnerStatus(context, runner).replaceAll("_", " ")},
tags ${runner.tag_list.join(", ") || "none"}</li>`,
  );
  const hasEnvironments = store.environments.first({ project_id: project.id }) !== undefined;
  return html`<p>${project.description}</p>
<dl><dt>Default branch</dt><dd>${project.default_branch}</dd><dt>Visibility</dt><dd>${project.visibility}</dd></dl>
${hasEnvironments && html`<p><a href="/${project.full_path}/-/environments">Environments</a></p>`}
<h2>Pipelines</h2>${pipelines.length > 0 ? table : html`<p>No pipeline has run yet.</p>`}
${
  requests.length > 0 &&
  html`<h2>Merge requests</h2><table><thead><tr><th scope="col">State</th><th scope="col">Title</th>
<th scope="col">Branches</th><th scope="col">Updated (UTC)</th></tr></thead><tbody>${requests}</tbody></table>`
}
${runners.length > 0 && html`<h2>Runners</h2><ul>${runners}</ul>`}`;
}
