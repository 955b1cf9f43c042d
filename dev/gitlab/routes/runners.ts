import type { Context } from "../context.ts";
import { managerEntity, runnerDetails, runnerEntity, runnerStatus } from "../entities/runner.ts";
import {
  administrator,
  groupLevel,
  groupOf,
  level,
  projectLevel,
  projectOf,
  signedIn,
} from "../http/access.ts";
import { conflict, forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  atLeastOne,
  flag,
  given,
  integer,
  mutuallyExclusive,
  oneOf,
  optional,
  texts,
} from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { digest, newToken } from "../secrets/token.ts";
import type { Group, Project, User } from "../store/people.ts";
import type { Runner } from "../store/settings.ts";
import { checkRunner, runnerAttributes } from "./runner-creation.ts";

const scopes = ["manage_runner"];
const listParams = {
  type: optional(oneOf("instance_type", "group_type", "project_type")),
  status: optional(oneOf("online", "offline", "stale", "never_contacted")),
  paused: optional(flag()),
  tag_list: optional(texts()),
};
type ListCall = Call<{
  readonly type: Runner["runner_type"] | undefined;
  readonly status: string | undefined;
  readonly paused: boolean | undefined;
  readonly tag_list: readonly string[] | undefined;
}>;

export const runnerRoutes: readonly Route[] = [
  route("GET", "/runners", { params: listParams }, (call) => {
    const user = { ...signedIn(call), is_admin: false };
    const own = call.context.store.runners.all().filter((runner) => mayManage(call.context, user, runner));
    return list(call, own);
  }),
  route("GET", "/runners/all", { params: listParams }, (call) => {
    administrator(call);
    return list(call, call.context.store.runners.all());
  }),
  route("GET", "/runners/:runner_id", {}, (call) => runnerDetails(call.context, runnerOf(call), call.origin)),
  route(
    "PUT",
    "/runners/:runner_id",
    { scopes, params: { ...runnerAttributes, active: optional(flag()) } },
    (call) => {
      const { active, runner_id: _, ...params } = call.params;
      const names = ["description", "active", "paused", "tag_list", "run_untagged", "locked"];
      atLeastOne(call.params, [...names, "access_level", "maximum_timeout", "maintenance_note"]);
      mutuallyExclusive(call.params, ["active", "paused"]);
      const { id, ...before } = runnerOf(call);
      const change = given({ ...params, paused: active === undefined ? params.paused : !active });
      checkRunner({ ...before, ...change });
      return runnerDetails(call.context, call.context.store.runners.update(id, change), call.origin);
    },
  ),
  route("DELETE", "/runners/:runner_id", { scopes }, (call) => {
    const { store } = call.context;
    const runner_id = runnerOf(call).id;
    store.transaction(() => {
      store.runnerProjects.removeAll({ runner_id });
      store.runnerManagers.removeAll({ runner_id });
      store.runners.remove(runner_id);
    });
  }),
  route("GET", "/runners/:runner_id/managers", {}, (call) => {
    const runner_id = runnerOf(call).id;
    return paginate(call, call.context.store.runnerManagers.all({ runner_id }), managerEntity);
  }),
  route("POST", "/runners/:runner_id/reset_authentication_token", { scopes }, (call) => {
    const { id, runner_type } = runnerOf(call);
    const token = newToken(
      `glrt-${{ instance_type: "t1", group_type: "t2", project_type: "t3" }[runner_type]}_`,
    );
    call.context.store.runners.update(id, { token_digest: digest(token) });
    return { token, token_expires_at: null };
  }),
  route("GET", "/projects/:id/runners", { params: listParams }, (call) =>
    list(call, runnersOfProject(call.context, projectOf(call, level.maintainer))),
  ),
  route("POST", "/projects/:id/runners", { params: { runner_id: integer() } }, (call) => {
    const { context } = call;
    const project = projectOf(call, level.maintainer);
    const runner = context.store.runners.get(call.params.runner_id);
    if (!runner) throw notFound();
    if (runner.runner_type === "instance_type") throw forbidden("Runner is shared");
    if (runner.runner_type === "group_type") throw forbidden("Runner is a group runner");
    if (runner.locked) throw forbidden("Runner is locked");
    if (!mayManage(context, signedIn(call), runner)) throw forbidden("No access granted");
    const link = { runner_id: runner.id, project_id: project.id };
    if (context.store.runnerProjects.first(link))
      throw conflict("Runner was already enabled for this project");
    context.store.runnerProjects.insert(link);
    return runnerEntity(context, runner);
  }),
  route("DELETE", "/projects/:id/runners/:runner_id", {}, (call) => {
    const { runnerProjects } = call.context.store;
    const project_id = projectOf(call, level.maintainer).id;
    const runner_id = Number(call.params.runner_id);
    const [owner, ...others] = runnerProjects.all({ runner_id });
    const link = runnerProjects.first({ runner_id, project_id });
    if (!link || !owner) throw notFound("Runner");
    if (others.length === 0)
      throw forbidden("Only one project associated with the runner. Please remove the runner instead");
    if (owner.id === link.id)
      throw forbidden("You cannot unassign a runner from the owner project. Delete the runner instead");
    runnerProjects.remove(link.id);
  }),
  route("GET", "/groups/:id/runners", { params: listParams }, (call) =>
    list(call, runnersOfGroup(call.context, groupOf(call, level.maintainer))),
  ),
];

/** Every runner that may take jobs of a project. */
export function runnersOfProject(context: Context, project: Project): Runner[] {
  const { store } = context;
  const own = store.runnerProjects
    .all({ project_id: project.id })
    .flatMap(({ runner_id }) => store.runners.get(runner_id) ?? []);
  const options = project.options;
  const group = project.group_id === null ? undefined : store.groups.get(project.group_id);
  const shared =
    options.shared_runners_enabled === false ? [] : store.runners.all({ runner_type: "instance_type" });
  const ofGroups =
    group && options.group_runners_enabled !== false
      ? runnersOfGroup(context, group).filter(({ runner_type }) => runner_type === "group_type")
      : [];
  return [...own, ...ofGroups, ...shared];
}

function runnersOfGroup(context: Context, group: Group): Runner[] {
  const { store } = context;
  const parent = group.parent_id === null ? undefined : store.groups.get(group.parent_id);
  const inherited = parent
    ? runnersOfGroup(context, parent)
    : store.runners.all({ runner_type: "instance_type" });
  return [...store.runners.all({ group_id: group.id }), ...inherited];
}

function list(call: ListCall, runners: readonly Runner[]) {
  const { type, status, paused, tag_list = [] } = call.params;
  const found = runners.filter(
    (runner) =>
      (!type || runner.runner_type === type) &&
      (!status || runnerStatus(call.context, runner) === status) &&
      (paused === undefined || runner.paused === paused) &&
      tag_list.every((tag) => runner.tag_list.includes(tag)),
  );
  return paginate(
    call,
    found.sort((a, b) => b.id - a.id),
    (runner) => runnerEntity(call.context, runner),
  );
}

/** 404 if it does not exist, 403 if it belongs to another. */
function runnerOf(call: Call<{ readonly runner_id: string }>): Runner {
  const runner = call.context.store.runners.get(Number(call.params.runner_id));
  if (!runner) throw notFound();
  if (!mayManage(call.context, signedIn(call), runner)) throw forbidden("No access granted");
  return runner;
}

function mayManage(context: Context, user: User, runner: Runner): boolean {
  const { store } = context;
  if (user.is_admin) return true;
  if (runner.group_id !== null) {
    const group = store.groups.get(runner.group_id);
    return group !== undefined && groupLevel(context, user, group) >= level.owner;
  }
  return store.runnerProjects.all({ runner_id: runner.id }).some(({ project_id }) => {
    const project = store.projects.get(project_id);
    return project !== undefined && projectLevel(context, user, project) >= level.maintainer;
  });
}
