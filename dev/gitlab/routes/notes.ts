import { timestamp } from "../context.ts";
import {
  authorOf,
  mayComment,
  mayWrite,
  type Noteable,
  ownLevel,
  readableNotes,
} from "../discussions/noteable.ts";
import { checkBody, writeNote } from "../discussions/write.ts";
import { noteEntity } from "../entities/note.ts";
import { userEntity } from "../entities/user.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  atLeastOne,
  filled,
  flag,
  integer,
  moment,
  oneOf,
  optional,
  text,
  withDefault,
} from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Note } from "../store/merge-requests.ts";
import { commitOf, readCode } from "./code.ts";
import { issueKind, type Kind, mergeRequestKind } from "./noteable-call.ts";

const comments = "/projects/:id/repository/commits/:sha/comments";
const listParams = {
  order_by: withDefault(oneOf("created_at", "updated_at"), "created_at"),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
  activity_filter: withDefault(oneOf("all_notes", "only_comments", "only_activity"), "all_notes"),
};
const lineParams = {
  note: filled(),
  path: optional(text()),
  line: optional(integer()),
  line_type: withDefault(oneOf("new", "old"), "new"),
};
const newParams = {
  body: filled(),
  internal: optional(flag()),
  confidential: optional(flag()),
  created_at: optional(moment()),
};

function notesOf({ path: base, find }: Kind): Route[] {
  const path = `${base}/notes` as const;
  return [
    route("GET", path, { auth: "anyone", jobToken: true, params: listParams }, async (call) => {
      const noteable = await find(call);
      const { order_by, sort, activity_filter } = call.params;
      const direction = sort === "asc" ? 1 : -1;
      const key = (note: Note) => `${note[order_by]} ${String(note.id).padStart(12, "0")}`;
      const notes = readableNotes(call, noteable)
        .filter(
          ({ system }) => activity_filter === "all_notes" || system === (activity_filter === "only_activity"),
        )
        .sort((a, b) => (key(a) < key(b) ? -direction : direction));
      return paginate(call, notes, (note) => noteEntity(call.context, note, noteable, call.origin));
    }),

    route("POST", path, { params: newParams }, async (call) => {
      const noteable = await find(call);
      const { body, internal = call.params.confidential ?? false, created_at } = call.params;
      mayComment(call, noteable, internal);
      const dated = created_at !== undefined && ownLevel(call, noteable.project) >= level.owner;
      const times = dated ? { created_at, updated_at: created_at } : {};
      const note = writeNote(call.context, signedIn(call), noteable, { body, internal, ...times });
      return noteEntity(call.context, note, noteable, call.origin);
    }),

    route("GET", `${path}/:note_id`, { auth: "anyone" }, async (call) => {
      const noteable = await find(call);
      return noteEntity(call.context, noteOf(call, noteable), noteable, call.origin);
    }),

    route(
      "PUT",
      `${path}/:note_id`,
      { params: { body: optional(filled()), confidential: optional(flag()) } },
      async (call) => {
        const noteable = await find(call);
        const note = noteOf(call, noteable);
        atLeastOne(call.params, ["body"]);
        mayWrite(call, noteable, note);
        const { body = note.body } = call.params;
        checkBody(body);
        const changed = call.context.store.notes.update(note.id, {
          body,
          updated_at: timestamp(call.context),
        });
        return noteEntity(call.context, changed, noteable, call.origin);
      },
    ),

    route("DELETE", `${path}/:note_id`, {}, async (call) => {
      const noteable = await find(call);
      const note = noteOf(call, noteable);
      mayWrite(call, noteable, note);
      call.context.store.notes.remove(note.id);
    }),
  ];
}

/** Notes on merge requests, issues and commits. */
export const noteRoutes: readonly Route[] = [
  ...notesOf(mergeRequestKind),
  ...notesOf(issueKind),

  route("GET", comments, { auth: "anyone" }, async (call) => {
    const code = await readCode(call);
    const commit_id = await commitOf(code, call.params.sha);
    const notes = call.context.store.notes.all({ project_id: code.project.id, commit_id });
    return paginate(call, notes, (note) => commentEntity(call, note));
  }),

  route("POST", comments, { params: lineParams }, async (call) => {
    projectOf(call, level.reporter);
    const code = await readCode(call);
    const { note: body, path: file = null, line = null, line_type } = call.params;
    const where = {
      project_id: code.project.id,
      merge_request_id: null,
      issue_id: null,
      commit_id: await commitOf(code, call.params.sha),
    };
    const place = { path: file, line, line_type: file === null ? null : line_type };
    const note = writeNote(call.context, signedIn(call), { where }, { body, ...place });
    return commentEntity(call, note);
  }),
];

/** The note in a path, if the caller may read it. @throws ApiError 404 */
export function noteOf(
  call: Pick<Call<{ readonly note_id: string }>, "context" | "identity" | "params">,
  noteable: Noteable,
): Note {
  const [note] = readableNotes(call, noteable, { id: Number(call.params.note_id) });
  if (!note) throw notFound();
  return note;
}

function commentEntity(call: Pick<Call, "context" | "origin">, note: Note) {
  const { body, path: file, line, line_type, created_at } = note;
  const author = authorOf(call, note);
  return {
    note: body,
    path: file,
    line,
    line_type,
    author: author ? userEntity(author, call.origin) : null,
    created_at,
  };
}
