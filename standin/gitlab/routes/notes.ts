import { type Context, timestamp } from "../context.ts";
import { noteEntity } from "../entities/merge-request.ts";
import { userEntity } from "../entities/user.ts";
import { level, projectLevel, projectOf, signedIn } from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, integer, oneOf, optional, text, withDefault } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Note } from "../store/merge-requests.ts";
import type { User } from "../store/people.ts";
import { commitOf, readCode } from "./code.ts";
import { mergeRequestOf } from "./merge-request-call.ts";

const path = "/projects/:id/merge_requests/:iid/notes";
const comments = "/projects/:id/repository/commits/:sha/comments";
const listParams = {
  order_by: withDefault(oneOf("created_at", "updated_at"), "created_at"),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
};
const lineParams = {
  note: filled(),
  path: optional(text()),
  line: optional(integer()),
  line_type: withDefault(oneOf("new", "old"), "new"),
};

/** What people write on merge requests and commits. */
export const noteRoutes: readonly Route[] = [
  route("GET", path, { auth: "anyone", jobToken: true, params: listParams }, (call) => {
    const [, row] = mergeRequestOf(call);
    const order = `${call.params.sort === "desc" ? "-" : ""}${call.params.order_by}`;
    const notes = call.context.store.notes.all({ merge_request_id: row.id }, { order });
    return paginate(call, notes, (note) => noteEntity(note, row, authorOf(call, note), call.origin));
  }),

  route("POST", path, { params: { body: filled() } }, (call) => {
    const [project, row] = mergeRequestOf(call, level.reporter);
    const { store } = call.context;
    const note = store.notes.insert({
      ...blank(call.context, signedIn(call)),
      project_id: project.id,
      merge_request_id: row.id,
      body: call.params.body,
    });
    return noteEntity(note, row, signedIn(call), call.origin);
  }),

  route("GET", `${path}/:note_id`, { auth: "anyone" }, (call) => {
    const [, row] = mergeRequestOf(call);
    const note = noteOf(call, row.id);
    return noteEntity(note, row, authorOf(call, note), call.origin);
  }),

  route("PUT", `${path}/:note_id`, { params: { body: filled() } }, (call) => {
    const [, row] = mergeRequestOf(call);
    const note = noteOf(call, row.id);
    mayWrite(call, note);
    const change = { body: call.params.body, updated_at: timestamp(call.context) };
    const changed = call.context.store.notes.update(note.id, change);
    return noteEntity(changed, row, authorOf(call, changed), call.origin);
  }),

  route("DELETE", `${path}/:note_id`, {}, (call) => {
    const [, row] = mergeRequestOf(call);
    const note = noteOf(call, row.id);
    mayWrite(call, note);
    call.context.store.notes.remove(note.id);
  }),

  route("GET", comments, { auth: "anyone" }, async (call) => {
    const code = await readCode(call);
    const commit_id = await commitOf(code, call.params.sha);
    const notes = call.context.store.notes.all({ project_id: code.project.id, commit_id });
    return paginate(call, notes, (note) => commentEntity(note, authorOf(call, note), call.origin));
  }),

  route("POST", comments, { params: lineParams }, async (call) => {
    projectOf(call, level.reporter);
    const code = await readCode(call);
    const { note: body, path: file = null, line = null, line_type } = call.params;
    const note = call.context.store.notes.insert({
      ...blank(call.context, signedIn(call)),
      project_id: code.project.id,
      commit_id: await commitOf(code, call.params.sha),
      body,
      path: file,
      line,
      line_type: file === null ? null : line_type,
    });
    return commentEntity(note, signedIn(call), call.origin);
  }),
];

function blank(context: Pick<Context, "now">, author: User) {
  const now = timestamp(context);
  return {
    merge_request_id: null,
    commit_id: null,
    author_id: author.id,
    system: false,
    path: null,
    line: null,
    line_type: null,
    created_at: now,
    updated_at: now,
  };
}

function noteOf(
  call: Pick<Call<{ readonly note_id: string }>, "context" | "params">,
  merge_request_id: number,
): Note {
  const note = call.context.store.notes.first({ id: Number(call.params.note_id), merge_request_id });
  if (!note) throw notFound();
  return note;
}

/** Authors change their notes, maintainers all. */
function mayWrite({ context, identity }: Pick<Call, "context" | "identity">, note: Note): void {
  const project = context.store.projects.get(note.project_id);
  const own = identity && project ? projectLevel(context, identity.user, project) : level.none;
  if (identity?.user.id !== note.author_id && own < level.maintainer) throw forbidden();
}

function authorOf({ context }: Pick<Call, "context">, { author_id }: Note): User {
  return context.store.users.get(author_id) as User;
}

function commentEntity(note: Note, author: User, origin: string) {
  const { body, path: file, line, line_type, created_at } = note;
  return { note: body, path: file, line, line_type, author: userEntity(author, origin), created_at };
}
