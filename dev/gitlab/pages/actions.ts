import type { Context } from "../context.ts";
import { level, projectLevel } from "../http/access.ts";
import type { Identity } from "../http/identity.ts";
import {
  cancelJob,
  cancelPipeline,
  isPlayable,
  isRetryable,
  playJob,
  retryJob,
  retryPipeline,
} from "../pipelines/actions.ts";
import type { Project, User } from "../store/people.ts";

/** A button on a page. */
export interface Action {
  /** The project's. */
  readonly path: string;
  readonly what: "pipelines" | "jobs";
  readonly id: number;
  readonly verb: "retry" | "cancel" | "play";
}

const place = /^\/(?<path>[^?]+?)\/-\/(?<what>pipelines|jobs)\/(?<id>\d+)\/(?<verb>retry|cancel|play)$/;

export function actionAt(address: string): Action | undefined {
  const found = place.exec(address)?.groups;
  return found ? ({ ...found, id: Number(found.id) } as unknown as Action) : undefined;
}

/** Developers may, with a token that may do more than read. */
export function canAct(context: Context, identity: Identity | undefined, project: Project): boolean {
  if (!identity?.token.scopes.includes("api")) return false;
  return projectLevel(context, identity.user, project) >= level.developer;
}

/**
 * Carries out a button's action.
 * @returns the page that shows the result; undefined if the object does not exist
 */
export function act(
  context: Context,
  user: User,
  project: Project,
  { what, id, verb }: Action,
): string | undefined {
  const { store } = context;
  const base = `/${project.full_path}/-/${what}`;
  if (what === "pipelines") {
    const pipeline = store.pipelines.get(id);
    if (pipeline?.project_id !== project.id || verb === "play") return undefined;
    if (verb === "retry") retryPipeline(context, pipeline, user.id);
    else cancelPipeline(context, pipeline);
    return `${base}/${id}`;
  }
  const job = store.jobs.get(id);
  if (job?.project_id !== project.id) return undefined;
  if (verb === "retry")
    return isRetryable(job) ? `${base}/${retryJob(context, job, user.id).id}` : `${base}/${id}`;
  if (verb === "cancel") cancelJob(context, job);
  else if (isPlayable(job)) playJob(context, job, user.id, null);
  return `${base}/${id}`;
}
