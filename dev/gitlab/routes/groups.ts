import { type Context, timestamp } from "../context.ts";
import { fullName, groupEntity } from "../entities/group.ts";
import { projectEntity } from "../entities/project.ts";
import {
  canSeeGroup,
  findGroup,
  groupLevel,
  groupOf,
  level,
  movedTo,
  projectOf,
  signedIn,
} from "../http/access.ts";
import { forbidden, invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  anything,
  filled,
  flag,
  integer,
  integers,
  oneOf,
  optional,
  text,
  withDefault,
} from "../http/params.ts";
import { accepted, type Call, type Route, route } from "../http/route.ts";
import { groupsAbove } from "../pipelines/known.ts";
import { visibleProjects } from "../projects/list.ts";
import { nameFaults, pathFaults } from "../projects/names.ts";
import { removeGroup } from "../projects/remove.ts";
import type { Group } from "../store/people.ts";

const options = {
  default_branch: optional(text()),
  default_branch_protection: optional(integer(0, 1, 2, 3, 4)),
  default_branch_protection_defaults: optional(anything()),
  project_creation_level: optional(oneOf("noone", "owner", "maintainer", "developer", "administrator")),
  subgroup_creation_level: optional(oneOf("owner", "maintainer")),
  request_access_enabled: optional(flag()),
  lfs_enabled: optional(flag()),
  auto_devops_enabled: optional(flag()),
  emails_enabled: optional(flag()),
  emails_disabled: optional(flag()),
  mentions_disabled: optional(flag()),
  share_with_group_lock: optional(flag()),
  require_two_factor_authentication: optional(flag()),
  two_factor_grace_period: optional(integer()),
  shared_runners_setting: optional(
    oneOf("enabled", "disabled_and_overridable", "disabled_and_unoverridable", "disabled_with_override"),
  ),
  wiki_access_level: optional(oneOf("disabled", "private", "enabled")),
};
const common = {
  description: optional(text()),
  visibility: optional(oneOf("private", "internal", "public")),
  ...options,
};
const listParams = {
  search: optional(text()),
  owned: optional(flag()),
  top_level_only: optional(flag()),
  skip_groups: withDefault(integers(), []),
};

export const groupRoutes: readonly Route[] = [
  route("GET", "/groups", { auth: "anyone", params: listParams }, (call) => {
    const { top_level_only, skip_groups } = call.params;
    const groups = visible(call, call.context.store.groups.all()).filter(
      ({ id, parent_id }) => !skip_groups.includes(id) && (!top_level_only || parent_id === null),
    );
    return paginate(call, groups, (each) => shown(call, each));
  }),
  route(
    "POST",
    "/groups",
    { params: { name: filled(), path: filled(), parent_id: optional(integer()), ...common } },
    (call) => {
      const { name, path, parent_id, description = "", visibility = "private", ...rest } = call.params;
      const { context } = call;
      const user = signedIn(call);
      const parent = parent_id === undefined ? undefined : context.store.groups.get(parent_id);
      if (parent_id !== undefined && !(parent && canSeeGroup(context, user, parent))) throw notFound("Group");
      if (parent && groupLevel(context, user, parent) < level.maintainer) throw forbidden();
      const full_path = parent ? `${parent.full_path}/${path}` : path;
      refuse(context, "save", name, path, full_path);
      const created_at = timestamp(context);
      return context.store.transaction(() => {
        const group = context.store.groups.insert({
          name,
          path,
          full_path,
          parent_id: parent?.id ?? null,
          visibility,
          description,
          created_at,
          marked_for_deletion_on: null,
          options: optionsIn(rest),
        });
        context.store.members.insert({
          source: "group",
          source_id: group.id,
          user_id: user.id,
          access_level: level.owner,
          created_at,
          created_by: user.id,
          expires_at: null,
        });
        return shown(call, group);
      });
    },
  ),
  route("GET", "/groups/:id", { auth: "anyone", params: { with_projects: optional(flag()) } }, (call) => {
    const group = groupOf(call);
    if (call.params.with_projects === false) return shown(call, group);
    const projects = projectsOf(call, group).map((each) => projectEntity(call.context, each, call.origin));
    return { ...shown(call, group), projects, shared_projects: [] };
  }),
  route(
    "PUT",
    "/groups/:id",
    { params: { name: optional(text()), path: optional(text()), ...common } },
    (call) => {
      const group = groupOf(call, level.owner);
      const { name = group.name, path = group.path, description, visibility, ...rest } = call.params;
      const full_path = group.full_path.replace(/[^/]+$/, path);
      refuse(call.context, "update", name, path, full_path, group);
      return call.context.store.transaction(() => {
        rename(call.context, group, full_path);
        const change = { name, path, ...(description !== undefined && { description }) };
        return shown(
          call,
          call.context.store.groups.update(group.id, {
            ...change,
            ...(visibility !== undefined && { visibility }),
            options: { ...group.options, ...optionsIn(rest) },
          }),
        );
      });
    },
  ),
  route("DELETE", "/groups/:id", {}, (call) => {
    removeGroup(call.context, groupOf(call, level.owner));
    return accepted();
  }),
  route("POST", "/groups/:id/transfer", { params: { group_id: optional(integer()) } }, (call) => {
    const { context, params } = call;
    const group = groupOf(call, level.owner);
    const parent = params.group_id === undefined ? undefined : findGroup(context, String(params.group_id));
    if (params.group_id !== undefined && !parent) throw notFound("Group");
    if (parent && groupLevel(context, signedIn(call), parent) < level.maintainer) throw forbidden();
    if (parent && `${parent.full_path}/`.startsWith(`${group.full_path}/`)) {
      throw invalid("Transfer failed: Cannot transfer group to one of its subgroup.");
    }
    const full_path = parent ? `${parent.full_path}/${group.path}` : group.path;
    refuse(context, "update", group.name, group.path, full_path, group);
    return context.store.transaction(() => {
      rename(context, group, full_path);
      return shown(call, context.store.groups.update(group.id, { parent_id: parent?.id ?? null }));
    });
  }),
  route("GET", "/groups/:id/subgroups", { auth: "anyone" }, (call) => {
    const parent = groupOf(call);
    const groups = visible(call, call.context.store.groups.all({ parent_id: parent.id }));
    return paginate(call, groups, (each) => shown(call, each));
  }),
  route("GET", "/groups/:id/descendant_groups", { auth: "anyone" }, (call) => {
    const { full_path } = groupOf(call);
    const below = call.context.store.groups
      .all()
      .filter((each) => each.full_path.startsWith(`${full_path}/`));
    return paginate(call, visible(call, below), (each) => shown(call, each));
  }),
  route("GET", "/projects/:id/groups", { auth: "anyone" }, (call) => {
    const above = visible(call, groupsAbove(call.context, projectOf(call)));
    return paginate(call, above, ({ id, name, full_path, ...group }) => ({
      ...{ id, name, full_path, avatar_url: null, web_url: `${call.origin}/groups/${full_path}` },
      full_name: fullName(call.context, { id, name, full_path, ...group }),
    }));
  }),
  route("GET", "/groups/:id/projects", { auth: "anyone", params: { search: optional(text()) } }, (call) =>
    paginate(call, projectsOf(call, groupOf(call)), (each) =>
      projectEntity(call.context, each, call.origin, call.identity?.user),
    ),
  ),
];

function optionsIn(rest: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(rest).filter(([name, value]) => name in options && value !== undefined),
  );
}

function shown({ context, origin }: Pick<Call, "context" | "origin">, group: Group) {
  return groupEntity(context, group, origin);
}

function visible({ context, identity, all }: Call, groups: readonly Group[]): Group[] {
  const search = typeof all.search === "string" ? all.search.toLowerCase() : "";
  return groups
    .filter((each) => canSeeGroup(context, identity?.user, each))
    .filter(({ name, full_path }) => `${name}\n${full_path}`.toLowerCase().includes(search))
    .sort((a, b) => a.name.localeCompare(b.name) || a.id - b.id);
}

function projectsOf({ context, identity, all }: Call, group: Group) {
  const search = typeof all.search === "string" ? all.search : undefined;
  return visibleProjects(context, identity, { search }, context.store.projects.all({ group_id: group.id }));
}

/** GitLab shows the errors of a group in Ruby's notation. */
function refuse(
  { store }: Context,
  verb: "save" | "update",
  name: string,
  path: string,
  full_path: string,
  self?: Group,
): void {
  const isTaken =
    full_path !== self?.full_path &&
    (store.groups.first({ full_path }) ??
      store.projects.first({ full_path }) ??
      store.users.first({ username: full_path }));
  const faults = {
    name: nameFaults(name),
    path: isTaken ? ["has already been taken"] : pathFaults(path),
  };
  const shownFaults = Object.entries(faults)
    .filter(([, texts]) => texts.length > 0)
    .map(([field, texts]) => `:${field}=>${JSON.stringify(texts)}`);
  if (shownFaults.length > 0) throw invalid(`Failed to ${verb} group {${shownFaults.join(", ")}}`);
}

/** Changes the path of a group, and of everything in it. */
function rename(context: Context, group: Group, full_path: string): void {
  const { store } = context;
  if (full_path === group.full_path) return;
  store.groups.update(group.id, { full_path });
  for (const each of store.projects.all({ group_id: group.id })) {
    store.projects.update(each.id, movedTo(each, `${full_path}/${each.path}`));
  }
  for (const each of store.groups.all({ parent_id: group.id })) {
    rename(context, each, `${full_path}/${each.path}`);
  }
}
