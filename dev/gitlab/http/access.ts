import type { Context } from "../context.ts";
import { reaches } from "../projects/job-token-scope.ts";
import type { Group, Project, User } from "../store/people.ts";
import { forbidden, notFound, unauthorized } from "./errors.ts";
import type { Identity } from "./identity.ts";
import type { Call } from "./route.ts";

/** Levels as GitLab counts them. */
export const level = {
  none: 0,
  guest: 10,
  reporter: 20,
  developer: 30,
  maintainer: 40,
  owner: 50,
  admin: 60,
};

/** The caller; 401 for anonymous. */
export function signedIn({ identity }: Pick<Call, "identity">): User {
  if (!identity) throw unauthorized();
  return identity.user;
}

/** 403 unless the caller is an administrator. */
export function administrator(call: Pick<Call, "identity">): User {
  const user = signedIn(call);
  if (!user.is_admin) throw forbidden();
  return user;
}

/** A user's level in a project, by membership there or in a group above it. */
export function projectLevel({ store, now }: Context, user: User, project: Project): number {
  if (user.is_admin) return level.admin;
  if (project.owner_id === user.id) return level.owner;
  const own = memberLevel({ store, now }, "project", project.id, user);
  const group = project.group_id === null ? undefined : store.groups.get(project.group_id);
  return Math.max(own, group ? groupLevel({ store, now }, user, group) : 0);
}

export function groupLevel({ store, now }: Pick<Context, "store" | "now">, user: User, group: Group): number {
  if (user.is_admin) return level.admin;
  const own = memberLevel({ store, now }, "group", group.id, user);
  const parent = group.parent_id === null ? undefined : store.groups.get(group.parent_id);
  return Math.max(own, parent ? groupLevel({ store, now }, user, parent) : 0);
}

function memberLevel(
  { store, now }: Pick<Context, "store" | "now">,
  source: "project" | "group",
  source_id: number,
  user: User,
): number {
  const member = store.members.first({ source, source_id, user_id: user.id });
  if (!member || (member.expires_at !== null && Date.parse(member.expires_at) <= now().getTime())) return 0;
  return member.access_level;
}

/** True if a person, or anybody, may read the code of a project. */
export function canRead(context: Context, user: User | undefined, project: Project): boolean {
  if (project.visibility === "public" || (user && project.visibility === "internal")) return true;
  return user !== undefined && projectLevel(context, user, project) >= level.reporter;
}

export function findProject({ store }: Pick<Context, "store">, id: string): Project | undefined {
  if (/^\d+$/.test(id)) return store.projects.get(Number(id));
  return store.projects.first({ full_path: id }) ?? movedProject({ store }, id);
}

/** The project that was at this path before it was moved or renamed. */
export function movedProject({ store }: Pick<Context, "store">, path: string): Project | undefined {
  return store.projects.all().find(({ former_paths }) => former_paths?.includes(path));
}

/** The fields of a project that moves. */
export function movedTo(project: Project, full_path: string): Pick<Project, "full_path" | "former_paths"> {
  const { full_path: before, former_paths = [] } = project;
  if (before === full_path) return { full_path, former_paths };
  return { full_path, former_paths: [before, ...former_paths.filter((path) => path !== before)] };
}

export function findGroup({ store }: Pick<Context, "store">, id: string): Group | undefined {
  return /^\d+$/.test(id) ? store.groups.get(Number(id)) : store.groups.first({ full_path: id });
}

/** A project, also for a job's token: 404 if the caller may not see it. */
export function canSeeProject(context: Context, identity: Identity | undefined, project: Project): boolean {
  if (project.visibility === "public") return true;
  if (!identity) return false;
  const { user, token } = identity;
  if (token.kind === "job" || token.kind === "project") {
    if (token.project_id === project.id) return true;
    if (token.kind === "project" || !reaches(context, token.project_id, project)) {
      return project.visibility === "internal";
    }
  }
  return project.visibility === "internal" || projectLevel(context, user, project) > 0;
}

/** The project in the path: 404 if the caller may not see it, 403 below `needed`. */
export function projectOf(
  { context, identity, params }: Pick<Call<{ readonly id: string }>, "context" | "identity" | "params">,
  needed: number = level.none,
): Project {
  const project = findProject(context, params.id);
  if (!project || !canSeeProject(context, identity, project)) throw notFound("Project");
  if (needed > 0 && (!identity || projectLevel(context, identity.user, project) < needed)) throw forbidden();
  return project;
}

export function canSeeGroup(context: Context, user: User | undefined, group: Group): boolean {
  if (group.visibility === "public" || (user && group.visibility === "internal")) return true;
  if (!user) return false;
  if (groupLevel(context, user, group) > 0) return true;
  return context.store.projects
    .all({ group_id: group.id })
    .some((project) => projectLevel(context, user, project) > 0);
}

/** The group in the path: 404 if the caller may not see it, 403 below `needed`. */
export function groupOf(
  { context, identity, params }: Pick<Call<{ readonly id: string }>, "context" | "identity" | "params">,
  needed: number = level.none,
): Group {
  const group = findGroup(context, params.id);
  if (!group || !canSeeGroup(context, identity?.user, group)) throw notFound("Group");
  if (needed > 0 && (!identity || groupLevel(context, identity.user, group) < needed)) throw forbidden();
  return group;
}
