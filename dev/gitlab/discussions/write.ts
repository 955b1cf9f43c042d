import { createHash, randomUUID } from "node:crypto";
import { type Context, timestamp } from "../context.ts";
import { badRequest } from "../http/errors.ts";
import type { Note } from "../store/merge-requests.ts";
import type { User } from "../store/people.ts";
import { isResolvable, type Noteable } from "./noteable.ts";

const longest = 1_000_000;

/** Adds a note. Without `discussion_id` it begins a discussion of its own. @throws ApiError */
export function writeNote(
  context: Context,
  author: User,
  noteable: Pick<Noteable, "where">,
  fields: Pick<Note, "body"> & Partial<Note>,
): Note {
  checkBody(fields.body);
  const now = timestamp(context);
  return context.store.notes.insert({
    ...noteable.where,
    author_id: author.id,
    system: false,
    type: null,
    discussion_id: createHash("sha1").update(randomUUID()).digest("hex"),
    position: null,
    resolved_by_id: null,
    resolved_at: null,
    internal: false,
    path: null,
    line: null,
    line_type: null,
    created_at: now,
    updated_at: now,
    ...fields,
  });
}

/** @throws ApiError 400 */
export function checkBody(body: string): void {
  if (body.length > longest) {
    throw badRequest(`Note {:note=>["is too long (maximum is ${longest} characters)"]}`);
  }
}

/** Resolves those of these notes that can be resolved, or reopens them. */
export function resolve(
  context: Context,
  noteable: Noteable,
  notes: readonly Note[],
  resolver: User | null,
): Note[] {
  const change = { resolved_by_id: resolver?.id ?? null, resolved_at: resolver ? timestamp(context) : null };
  const { store } = context;
  return store.transaction(() =>
    notes.map((note) => {
      const stays = !isResolvable(noteable, note) || (resolver !== null && note.resolved_at !== null);
      return stays ? note : store.notes.update(note.id, change);
    }),
  );
}

/** True if no thread of a merge request is unresolved. */
export function isAllResolved({ store }: Pick<Context, "store">, mergeRequestId: number): boolean {
  const threads = store.notes.all({
    merge_request_id: mergeRequestId,
    type: ["DiscussionNote", "DiffNote"],
    system: false,
  });
  return threads.every(({ resolved_at }) => resolved_at !== null);
}
