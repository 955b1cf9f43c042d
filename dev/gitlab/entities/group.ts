import type { Context } from "../context.ts";
import type { Group, User } from "../store/people.ts";

const defaults = {
  lfs_enabled: true,
  share_with_group_lock: false,
  require_two_factor_authentication: false,
  two_factor_grace_period: 48,
  project_creation_level: "developer",
  auto_devops_enabled: null,
  subgroup_creation_level: "maintainer",
  emails_disabled: false,
  emails_enabled: true,
  mentions_disabled: null,
  default_branch: null,
  default_branch_protection: 2,
  default_branch_protection_defaults: {
    allowed_to_push: [{ access_level: 40 }],
    allow_force_push: false,
    allowed_to_merge: [{ access_level: 40 }],
    developer_can_initial_push: false,
  },
  request_access_enabled: true,
  shared_runners_setting: "enabled",
  wiki_access_level: "enabled",
};

export function groupEntity({ store }: Pick<Context, "store">, group: Group, origin: string) {
  return {
    id: group.id,
    web_url: `${origin}/groups/${group.full_path}`,
    name: group.name,
    path: group.path,
    description: group.description,
    visibility: group.visibility,
    ...defaults,
    ...group.options,
    avatar_url: null,
    full_name: fullName({ store }, group),
    full_path: group.full_path,
    created_at: group.created_at,
    parent_id: group.parent_id,
    organization_id: 1,
    shared_with_groups: [],
    marked_for_deletion_on: group.marked_for_deletion_on,
  };
}

/** `Team / Tools` */
export function fullName({ store }: Pick<Context, "store">, group: Group): string {
  const parent = group.parent_id === null ? undefined : store.groups.get(group.parent_id);
  return parent ? `${fullName({ store }, parent)} / ${group.name}` : group.name;
}

/**
 * The namespace of a group or of a user. GitLab numbers both in one sequence. Here users have a range of
 * their own, so that the two are never confused.
 */
export function namespaceEntity(owner: Group | User, origin: string) {
  if ("username" in owner) {
    return {
      id: userNamespace(owner.id),
      name: owner.name,
      path: owner.username,
      kind: "user",
      full_path: owner.username,
      parent_id: null,
      avatar_url: null,
      web_url: `${origin}/${owner.username}`,
    };
  }
  return {
    id: owner.id,
    name: owner.name,
    path: owner.path,
    kind: "group",
    full_path: owner.full_path,
    parent_id: owner.parent_id,
    avatar_url: null,
    web_url: `${origin}/groups/${owner.full_path}`,
  };
}

const userOffset = 1_000_000_000;

export function userNamespace(userId: number): number {
  return userOffset + userId;
}

/** The group or user of a namespace id. */
export function ownerOf({ store }: Pick<Context, "store">, namespaceId: number): Group | User | undefined {
  return namespaceId > userOffset ? store.users.get(namespaceId - userOffset) : store.groups.get(namespaceId);
}
