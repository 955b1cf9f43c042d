import type { Context } from "../context.ts";
import { isResolvable, type Noteable } from "../discussions/noteable.ts";
import type { Note } from "../store/merge-requests.ts";
import { userEntity } from "./user.ts";

/** A note of a merge request, an issue or a commit. */
export function noteEntity(
  { store }: Pick<Context, "store">,
  note: Note,
  noteable: Noteable,
  origin: string,
) {
  const user = (id: number | null) => {
    const found = id === null ? undefined : store.users.get(id);
    return found ? userEntity(found, origin) : null;
  };
  const canResolve = isResolvable(noteable, note);
  return {
    id: note.id,
    type: note.type,
    body: note.body,
    author: user(note.author_id),
    created_at: note.created_at,
    updated_at: note.updated_at,
    system: note.system,
    noteable_id: noteable.id,
    noteable_type: noteable.type,
    project_id: note.project_id,
    ...(note.type === "DiffNote" && { commit_id: note.commit_id, position: note.position }),
    resolvable: canResolve,
    ...(canResolve && {
      resolved: note.resolved_at !== null,
      resolved_by: user(note.resolved_by_id),
      resolved_at: note.resolved_at,
    }),
    confidential: note.internal,
    internal: note.internal,
    imported: false,
    imported_from: "none",
    noteable_iid: noteable.iid,
    commands_changes: {},
  };
}

/** A discussion: a note and the answers to it. */
export function discussionEntity(
  context: Pick<Context, "store">,
  notes: readonly Note[],
  noteable: Noteable,
  origin: string,
) {
  return {
    id: notes[0]?.discussion_id ?? "",
    individual_note: notes[0]?.type === null,
    notes: notes.map((note) => noteEntity(context, note, noteable, origin)),
  };
}
