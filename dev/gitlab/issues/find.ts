import type { Context } from "../context.ts";
import { level, projectLevel, projectOf } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import type { Identity } from "../http/identity.ts";
import type { Call } from "../http/route.ts";
import type { Issue } from "../store/issues.ts";
import type { Project } from "../store/people.ts";

/** Confidential issues are for reporters, their author and their assignees. */
export function canSeeIssue(
  context: Context,
  identity: Identity | undefined,
  project: Project,
  { confidential, author_id, assignee_ids }: Issue,
): boolean {
  if (project.options.issues_enabled === false || project.options.issues_access_level === "disabled")
    return false;
  if (!confidential) return true;
  if (!identity) return false;
  const { user } = identity;
  if (author_id === user.id || assignee_ids.includes(user.id)) return true;
  return projectLevel(context, user, project) >= level.reporter;
}

/** The project and the issue in a path. @throws ApiError 404 */
export function findIssue(
  call: Pick<Call<{ readonly id: string; readonly issue_iid: string }>, "context" | "identity" | "params">,
  needed: number = level.none,
): [Project, Issue] {
  const project = projectOf(call, needed);
  const iid = Number(call.params.issue_iid);
  const issue = call.context.store.issues.first({ project_id: project.id, iid });
  if (!issue || !canSeeIssue(call.context, call.identity, project, issue)) throw notFound("Issue");
  return [project, issue];
}
