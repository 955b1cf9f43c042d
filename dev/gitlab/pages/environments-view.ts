import type { Context } from "../context.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import { type Html, html } from "./html.ts";
import { badge, time } from "./layout.ts";
import { titlesOf } from "./titles.ts";

/** The environments of a project, each with what was last deployed to it. */
export async function environmentsView(context: Context, project: Project): Promise<Html> {
  const { store } = context;
  const environments = store.environments.all({ project_id: project.id }, { order: "name" });
  if (environments.length === 0) return html`<p>There is no environment yet.</p>`;
  const shown = environments.map((environment) => {
    const where = { environment_id: environment.id, status: "success" } as const;
    return { environment, last: store.deployments.first(where, { order: "-id" }) };
  });
  const commits = shown.flatMap(({ last }) => last?.sha ?? []);
  const titles = await titlesOf(repositoryPlace(context, project), commits);
  const rows = shown.map(({ environment, last }) => {
    const by = last && (store.users.get(last.user_id)?.name ?? "somebody");
    const commit = last && html`<code>${last.sha.slice(0, 8)}</code> ${titles.get(last.sha)}`;
    return html`<tr><td>${environment.name}</td><td>${badge(environment.state)}</td>
<td>${last ? `#${last.iid}` : "–"}</td><td>${commit}</td><td>${by}</td><td>${last && time(last.created_at)}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">Environment</th><th scope="col">State</th>
<th scope="col">Last deployment</th><th scope="col">Commit</th><th scope="col">By</th><th scope="col">When (UTC)</th></tr></thead>
<tbody>${rows}</tbody></table>`;
}
