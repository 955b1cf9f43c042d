import type { Context } from "../context.ts";
import type { Repository } from "../git/command.ts";
import { isAncestor } from "../git/merge.ts";
import { type Actor, canPush, refusal } from "../git/protection.ts";
import { type RefUpdate, updateRefs, zeroId } from "../git/refs.ts";
import { projectLevel } from "../http/access.ts";
import { invalid } from "../http/errors.ts";
import type { Project, User } from "../store/people.ts";
import { adoptDefaultBranch } from "./first-branch.ts";
import { followPush } from "./merge-requests.ts";
import { repositoryOf, rulesOf } from "./repository.ts";

/** The user who changes a project, and the address at which the client calls this server. */
export interface Author {
  readonly project: Project;
  readonly user: User;
  readonly origin: string;
}

/** Why GitLab refuses changes of refs; undefined if it accepts them. */
export async function refusedChange(
  context: Context,
  { project, origin }: Pick<Author, "project" | "origin">,
  actor: Actor,
  repository: Repository,
  updates: readonly RefUpdate[],
): Promise<string | undefined> {
  const rules = await rulesOf(context, project, origin);
  for (const update of updates) {
    const exists = update.before !== zeroId && update.after !== zeroId;
    const isForced = exists && !(await isAncestor(repository, update.before, update.after));
    const reason = refusal(rules, actor, { ...update, isForced });
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** Changes refs for the API, by the same rules as for git. @throws ApiError, RefMoved */
export async function changeRefs(
  context: Context,
  author: Author,
  updates: readonly RefUpdate[],
  { merges = false, options = [] }: { readonly merges?: boolean; readonly options?: readonly string[] } = {},
): Promise<void> {
  const { project, user } = author;
  const repository = await repositoryOf(context, project);
  const actor = { level: projectLevel(context, user, project), web: true };
  // A user who may merge need not be allowed to push.
  const reason = merges ? undefined : await refusedChange(context, author, actor, repository, updates);
  if (reason !== undefined) throw invalid(reason);
  await updateRefs(repository, updates);
  await pushed(context, author, updates, options);
}

/** The consequences of changed refs, from git or the API. */
export async function pushed(
  context: Context,
  author: Author,
  updates: readonly RefUpdate[],
  options: readonly string[] = [],
): Promise<void> {
  const { project, user } = author;
  context.store.projects.update(project.id, { last_activity_at: context.now().toISOString() });
  await adoptDefaultBranch(context, project, await repositoryOf(context, project), updates);
  for (const update of updates) {
    context.events.emit("push", { projectId: project.id, userId: user.id, ...update, options });
  }
  await followPush(context, author, updates);
}

/** True if a user may push commits to a branch. */
export async function mayPush(
  context: Context,
  { project, user, origin }: Author,
  branch: string,
): Promise<boolean> {
  const rules = await rulesOf(context, project, origin);
  return canPush(rules, projectLevel(context, user, project), branch);
}
