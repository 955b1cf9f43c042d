import type { Noteable } from "../discussions/noteable.ts";
import type { Call } from "../http/route.ts";
import { findIssue } from "../issues/find.ts";
import { commitOf, readCode } from "./code.ts";
import { mergeRequestOf } from "./merge-request-call.ts";

export type NoteableCall = Call<{ readonly id: string; readonly noteable_id: string }>;

/** A kind of thing that can be commented on. */
export interface Kind {
  readonly path:
    | "/projects/:id/merge_requests/:noteable_id"
    | "/projects/:id/issues/:noteable_id"
    | "/projects/:id/repository/commits/:noteable_id";
  /** Finds the one in a path. @throws ApiError 404 */
  readonly find: (call: NoteableCall) => Noteable | Promise<Noteable>;
}

const none = { merge_request_id: null, issue_id: null, commit_id: null };

export const mergeRequestKind: Kind = {
  path: "/projects/:id/merge_requests/:noteable_id",
  find: (call) => {
    const params = { id: call.params.id, iid: call.params.noteable_id };
    const [project, { id, iid, author_id, discussion_locked }] = mergeRequestOf({ ...call, params });
    const where = { ...none, project_id: project.id, merge_request_id: id };
    return { type: "MergeRequest", project, id, iid, author_id, isLocked: discussion_locked === true, where };
  },
};

export const issueKind: Kind = {
  path: "/projects/:id/issues/:noteable_id",
  find: (call) => {
    const params = { id: call.params.id, issue_iid: call.params.noteable_id };
    const [project, { id, iid, author_id, discussion_locked }] = findIssue({ ...call, params });
    const where = { ...none, project_id: project.id, issue_id: id };
    return { type: "Issue", project, id, iid, author_id, isLocked: discussion_locked === true, where };
  },
};

export const commitKind: Kind = {
  path: "/projects/:id/repository/commits/:noteable_id",
  find: async (call) => {
    const code = await readCode(call);
    const commit_id = await commitOf(code, call.params.noteable_id);
    const where: Noteable["where"] = { ...none, project_id: code.project.id, commit_id };
    return {
      type: "Commit",
      project: code.project,
      id: null,
      iid: null,
      author_id: null,
      isLocked: false,
      where,
    };
  },
};
