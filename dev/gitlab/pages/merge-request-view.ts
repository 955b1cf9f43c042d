import type { Context } from "../context.ts";
import type { MergeRequest, Note } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";
import { type Html, html } from "./html.ts";
import { badge, span, time } from "./layout.ts";

/**
 * A merge request with its pipelines and notes.
 * @param seesInternal also shows notes that only members may read
 */
export function mergeRequestView(
  context: Context,
  project: Project,
  row: MergeRequest,
  seesInternal: boolean,
): Html {
  const { store } = context;
  const name = (id: number) => store.users.get(id)?.name ?? "somebody";
  const pipelines = store.pipelines.all({ project_id: project.id, sha: row.sha }, { order: "-id" }).map(
    (
      each,
    ) => html`<li><a href="/${project.full_path}/-/pipelines/${each.id}">#${each.id}</a> ${badge(each.status)}
${span(each.started_at, each.finished_at, context.now())}</li>`,
  );
  const notes = store.notes
    .all({ merge_request_id: row.id })
    .filter(({ internal }) => seesInternal || !internal)
    .map((note) => noteItem(note, name(note.author_id)));
  return html`<dl><dt>State</dt><dd>${badge(row.state)}</dd>
<dt>Branches</dt><dd>${row.source_branch} → ${row.target_branch}</dd>
<dt>Author</dt><dd>${name(row.author_id)}</dd><dt>Created (UTC)</dt><dd>${time(row.created_at)}</dd>
<dt>Merged (UTC)</dt><dd>${time(row.merged_at)}</dd>
${row.labels.length > 0 && html`<dt>Labels</dt><dd>${row.labels.join(", ")}</dd>`}</dl>
${row.description && html`<p class="text">${row.description}</p>`}
${pipelines.length > 0 && html`<h2>Pipelines</h2><ul>${pipelines}</ul>`}
<h2>Notes</h2>${notes.length > 0 ? html`<ol class="notes">${notes}</ol>` : html`<p>Nobody has said anything yet.</p>`}`;
}

function noteItem(note: Note, author: string): Html {
  const { new_path, new_line } = (note.position ?? {}) as { new_path?: string; new_line?: number };
  const place =
    new_path !== undefined && html` on <code>${new_path}${new_line !== undefined && `:${new_line}`}</code>`;
  const resolved = note.resolved_at !== null && html` <span class="badge success">resolved</span>`;
  return html`<li id="note_${note.id}"><strong>${author}</strong>${place} ${time(note.created_at)}${resolved}
<p class="text">${note.body}</p></li>`;
}
