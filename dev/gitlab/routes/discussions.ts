import { timestamp } from "../context.ts";
import {
  isResolvable,
  mayComment,
  mayResolve,
  mayWrite,
  type Noteable,
  readableNotes,
} from "../discussions/noteable.ts";
import { checkBody, resolve, writeNote } from "../discussions/write.ts";
import { discussionEntity, noteEntity } from "../entities/note.ts";
import { signedIn } from "../http/access.ts";
import { badParameter, badRequest, forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { anything, filled, flag, hash, integer, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Note } from "../store/merge-requests.ts";
import { changesOf } from "./merge-request-call.ts";
import { commitKind, issueKind, type Kind, mergeRequestKind } from "./noteable-call.ts";
import { noteOf } from "./notes.ts";

const position = hash(
  {
    base_sha: text(),
    start_sha: text(),
    head_sha: text(),
    position_type: oneOf("text", "image", "file"),
    new_path: optional(text()),
    new_line: optional(integer()),
    old_path: optional(text()),
    old_line: optional(integer()),
    width: optional(integer()),
    height: optional(integer()),
    x: optional(integer()),
    y: optional(integer()),
    line_range: optional(anything()),
  },
  "position",
);

function discussionsOf({ path: base, find }: Kind): Route[] {
  const path = `${base}/discussions` as const;
  const one = `${path}/:discussion_id` as const;
  const note = `${one}/notes/:note_id` as const;
  const shown = ({ context, origin }: Pick<Call, "context" | "origin">, noteable: Noteable, notes: Note[]) =>
    discussionEntity(context, notes, noteable, origin);
  const resolution = route("PUT", one, { params: { resolved: flag() } }, async (call) => {
    const noteable = await find(call);
    const notes = discussionOf(call, noteable);
    const can = notes.some((each) => isResolvable(noteable, each)) && mayResolve(call, noteable);
    if (!can) throw forbidden();
    const by = call.params.resolved ? signedIn(call) : null;
    return shown(call, noteable, resolve(call.context, noteable, notes, by));
  });
  return [
    route("GET", path, {}, async (call) => {
      const noteable = await find(call);
      const threads = new Map<string, Note[]>();
      for (const each of readableNotes(call, noteable)) {
        threads.set(each.discussion_id, [...(threads.get(each.discussion_id) ?? []), each]);
      }
      return paginate(call, [...threads.values()], (notes) => shown(call, noteable, notes));
    }),

    route("POST", path, { params: { body: filled(), position: optional(position) } }, async (call) => {
      const noteable = await find(call);
      mayComment(call, noteable);
      const { body, position: place = null } = call.params;
      if (place && noteable.type === "Issue") throw badParameter("position is invalid");
      if (place && noteable.type === "MergeRequest") await checkPlace(call, noteable, place);
      const type = place ? "DiffNote" : "DiscussionNote";
      const made = writeNote(call.context, signedIn(call), noteable, { body, type, position: place });
      return shown(call, noteable, [made]);
    }),

    route("GET", one, {}, async (call) => {
      const noteable = await find(call);
      return shown(call, noteable, discussionOf(call, noteable));
    }),

    route("GET", `${one}/notes`, {}, async (call) => {
      const noteable = await find(call);
      const notes = discussionOf(call, noteable, "Notes");
      return notes.map((each) => noteEntity(call.context, each, noteable, call.origin));
    }),

    route("POST", `${one}/notes`, { params: { body: filled() } }, async (call) => {
      const noteable = await find(call);
      const [first] = discussionOf(call, noteable);
      mayComment(call, noteable);
      if (first?.system) throw badRequest("Discussion can not be replied to.");
      const { context, params } = call;
      const made = context.store.transaction(() => {
        // The first answer turns a single comment into a thread.
        if (first?.type === null) context.store.notes.update(first.id, { type: "DiscussionNote" });
        return writeNote(context, signedIn(call), noteable, {
          body: params.body,
          type: first?.type ?? "DiscussionNote",
          position: first?.position ?? null,
          discussion_id: params.discussion_id,
        });
      });
      return noteEntity(context, made, noteable, call.origin);
    }),

    route("GET", note, {}, async (call) => {
      const noteable = await find(call);
      return noteEntity(call.context, noteOf(call, noteable), noteable, call.origin);
    }),

    route("PUT", note, { params: { body: optional(filled()), resolved: optional(flag()) } }, async (call) => {
      const noteable = await find(call);
      const { context, params } = call;
      const found = noteOf(call, noteable);
      const given = [params.body, params.resolved].filter((each) => each !== undefined);
      if (given.length === 0)
        throw badParameter("body, resolved are missing, exactly one parameter must be provided");
      if (given.length === 2) throw badParameter("body, resolved are mutually exclusive");
      return noteEntity(context, changed(call, noteable, found, params), noteable, call.origin);
    }),

    route("DELETE", note, {}, async (call) => {
      const noteable = await find(call);
      const found = noteOf(call, noteable);
      mayWrite(call, noteable, found);
      call.context.store.notes.remove(found.id);
    }),
    ...(base === mergeRequestKind.path ? [resolution] : []),
  ];
}

/** Threads on merge requests, issues and commits. */
export const discussionRoutes: readonly Route[] = [
  ...discussionsOf(mergeRequestKind),
  ...discussionsOf(issueKind),
  ...discussionsOf(commitKind),
];

function discussionOf(
  call: Pick<Call<{ readonly discussion_id: string }>, "context" | "identity" | "params">,
  noteable: Noteable,
  what = "Discussion",
): Note[] {
  const notes = readableNotes(call, noteable, { discussion_id: call.params.discussion_id });
  if (notes.length === 0) throw notFound(what);
  return notes;
}

function changed(
  call: Pick<Call, "context" | "identity">,
  noteable: Noteable,
  note: Note,
  { body, resolved }: { readonly body: string | undefined; readonly resolved: boolean | undefined },
): Note {
  if (body !== undefined) {
    mayWrite(call, noteable, note);
    checkBody(body);
    return call.context.store.notes.update(note.id, { body, updated_at: timestamp(call.context) });
  }
  if (!mayResolve(call, noteable)) throw forbidden();
  if (!isResolvable(noteable, note)) throw badRequest("Note is not resolvable");
  return resolve(call.context, noteable, [note], resolved ? signedIn(call) : null)[0] ?? note;
}

/** A position must be in a file that the merge request changes. */
async function checkPlace(
  call: Call,
  { project, id }: Noteable,
  { new_path, old_path }: { readonly new_path: string | undefined; readonly old_path: string | undefined },
): Promise<void> {
  const row = call.context.store.mergeRequests.get(id ?? 0);
  const changes = row ? await changesOf(call, project, row) : [];
  const isIn = changes.some((each) => each.new_path === new_path || each.old_path === old_path);
  if (!isIn) throw badRequest('Note {:line_code=>["can\'t be blank", "must be a valid line code"]}');
}
