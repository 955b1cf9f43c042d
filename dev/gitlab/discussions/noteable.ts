import { level, projectLevel } from "../http/access.ts";
import { forbidden } from "../http/errors.ts";
import type { Call } from "../http/route.ts";
import type { Note } from "../store/merge-requests.ts";
import type { Project, User } from "../store/people.ts";

/** The object that notes belong to. */
export interface Noteable {
  readonly type: "Issue" | "MergeRequest" | "Commit";
  readonly project: Project;
  /** Null for a commit. */
  readonly id: number | null;
  readonly iid: number | null;
  readonly author_id: number | null;
  readonly isLocked: boolean;
  /** The fields by which its notes are found. */
  readonly where: Pick<Note, "project_id" | "merge_request_id" | "issue_id" | "commit_id">;
}

type Asked = Pick<Call, "context" | "identity">;

/** The caller's access level. */
export function ownLevel({ context, identity }: Asked, project: Project): number {
  return identity ? projectLevel(context, identity.user, project) : level.none;
}

/** The notes of a noteable that the caller may read, the oldest first. */
export function readableNotes(call: Asked, { project, where }: Noteable, more: Partial<Note> = {}): Note[] {
  const seesInternal = ownLevel(call, project) >= level.reporter;
  const notes = call.context.store.notes.all({ ...where, ...more });
  return seesInternal ? notes : notes.filter(({ internal }) => !internal);
}

/**
 * Everybody who may read an issue may comment on it. If it is locked, only members may.
 * @throws ApiError 403
 */
export function mayComment(call: Asked, { project, type, isLocked }: Noteable, internal = false): void {
  const own = ownLevel(call, project);
  const needed =
    internal || (type !== "Issue" && project.visibility === "private") ? level.reporter : level.none;
  if (project.archived || own < needed || (isLocked && own < level.guest)) throw forbidden();
}

/** Authors may change their own notes, maintainers all notes. @throws ApiError 403 */
export function mayWrite(call: Asked, { project }: Noteable, note: Note): void {
  if (call.identity?.user.id !== note.author_id && ownLevel(call, project) < level.maintainer) {
    throw forbidden();
  }
}

/** Developers, and the author of the discussed object. */
export function mayResolve(call: Asked, { project, author_id }: Noteable): boolean {
  return ownLevel(call, project) >= level.developer || call.identity?.user.id === author_id;
}

/** Only threads of merge requests can be resolved. */
export function isResolvable({ type }: Noteable, note: Note): boolean {
  return type === "MergeRequest" && note.type !== null && !note.system;
}

export function authorOf({ context }: Pick<Call, "context">, { author_id }: Note): User | undefined {
  return context.store.users.get(author_id);
}
