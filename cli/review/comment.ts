import { type ReviewMark, readReviewMark } from "../../lib/review/index.ts";
import { demand, listOf, type PipelineProject } from "../stage/pipeline-project.ts";
import type { MergeRequest } from "./merge-requests.ts";

/** Our comment on a merge request. */
export interface Comment {
  readonly id: number;
  readonly body: string;
  readonly mark: ReviewMark;
}

interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: { readonly id: number };
}

/** Our comments on a merge request, the oldest first. A comment of another user with a copied mark does not count. */
export async function commentsOn(project: PipelineProject, { iid }: MergeRequest): Promise<Comment[]> {
  const me = await project.userId();
  const notes = await listOf<Note>(
    project,
    `/merge_requests/${iid}/notes?sort=asc&order_by=created_at&activity_filter=only_comments`,
  );
  return notes.flatMap(({ id, body, author }) => {
    const mark = author.id === me ? readReviewMark(body) : undefined;
    return mark ? [{ id, body, mark }] : [];
  });
}

/** Writes the one comment of a merge request: edits it or creates it, and deletes a second one of a run at the same time. */
export async function writeComment(
  project: PipelineProject,
  request: MergeRequest,
  body: string,
): Promise<void> {
  const { gitlab, path } = project;
  const list = `/merge_requests/${request.iid}/notes`;
  const notes = path + list;
  const [first] = await commentsOn(project, request);
  const edited = first && (await gitlab.request("PUT", `${notes}/${first.id}`, { body }));
  if (!edited) await demand(project, "POST", list, { body });
  const [kept, ...others] = await commentsOn(project, request);
  if (!kept || others.length === 0) return;
  await gitlab.request("PUT", `${notes}/${kept.id}`, { body });
  for (const { id } of others) await gitlab.request("DELETE", `${notes}/${id}`);
}
