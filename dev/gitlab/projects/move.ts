import type { Context } from "../context.ts";
import { ownerOf } from "../entities/group.ts";
import { findGroup, groupLevel, level, movedTo } from "../http/access.ts";
import { forbidden, invalid, notFound } from "../http/errors.ts";
import type { Group, Project, User } from "../store/people.ts";

/** Moves a project to another namespace, named by number or path. */
export function moveProject(context: Context, user: User, project: Project, namespace: string): Project {
  const { store } = context;
  const owner = /^\d+$/.test(namespace)
    ? ownerOf(context, Number(namespace))
    : (findGroup(context, namespace) ?? store.users.first({ username: namespace }));
  if (!owner) throw notFound("Namespace");
  requireRight(context, user, owner);
  const isGroup = "full_path" in owner;
  const full_path = `${isGroup ? owner.full_path : owner.username}/${project.path}`;
  if (full_path === project.full_path) throw invalid("Project is already in this namespace.");
  if (store.projects.first({ full_path })) {
    throw invalid("Project with same name or path in target namespace already exists");
  }
  return store.projects.update(project.id, {
    ...movedTo(project, full_path),
    group_id: isGroup ? owner.id : null,
    owner_id: isGroup ? null : owner.id,
  });
}

function requireRight(context: Context, user: User, owner: Group | User): void {
  if (user.is_admin) return;
  const isAllowed =
    "username" in owner ? owner.id === user.id : groupLevel(context, user, owner) >= level.maintainer;
  if (!isAllowed) throw forbidden();
}
