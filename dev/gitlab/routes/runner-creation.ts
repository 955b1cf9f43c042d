import { timestamp } from "../context.ts";
import {
  administrator,
  findGroup,
  findProject,
  groupLevel,
  level,
  projectLevel,
  signedIn,
} from "../http/access.ts";
import { badParameter, forbidden, invalid } from "../http/errors.ts";
import { flag, integer, oneOf, optional, text, texts } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { digest, newToken } from "../secrets/token.ts";
import type { Runner } from "../store/settings.ts";

/** What can be set on a runner at any time. */
export const runnerAttributes = {
  description: optional(text()),
  maintenance_note: optional(text()),
  paused: optional(flag()),
  locked: optional(flag()),
  run_untagged: optional(flag()),
  tag_list: optional(texts()),
  access_level: optional(oneOf("not_protected", "ref_protected")),
  maximum_timeout: optional(integer()),
};

const creationParams = {
  runner_type: oneOf("instance_type", "group_type", "project_type"),
  group_id: optional(integer()),
  project_id: optional(integer()),
  ...runnerAttributes,
};

export const runnerCreationRoutes: readonly Route[] = [
  route("POST", "/user/runners", { scopes: ["create_runner"], params: creationParams }, (call) => {
    const { store } = call.context;
    const { runner_type, group_id = null, project_id = null, ...given } = call.params;
    const user = signedIn(call);
    requireOwner(call, runner_type, group_id, project_id);
    const token = newToken(
      `glrt-${{ instance_type: "t1", group_type: "t2", project_type: "t3" }[runner_type]}_`,
    );
    const row = {
      runner_type,
      group_id: runner_type === "group_type" ? group_id : null,
      token_digest: digest(token),
      creator_id: user.id,
      description: given.description ?? null,
      maintenance_note: given.maintenance_note ?? null,
      paused: given.paused ?? false,
      locked: given.locked ?? false,
      run_untagged: given.run_untagged ?? true,
      tag_list: [...new Set(given.tag_list ?? [])],
      access_level: given.access_level ?? "not_protected",
      maximum_timeout: given.maximum_timeout ?? null,
      created_at: timestamp(call.context),
      contacted_at: null,
    };
    checkRunner(row);
    return store.transaction(() => {
      const { id } = store.runners.insert(row);
      if (runner_type === "project_type" && project_id !== null) {
        store.runnerProjects.insert({ runner_id: id, project_id });
      }
      return { id, token, token_expires_at: null };
    });
  }),
];

/** @throws GitLab's refusal of a runner */
export function checkRunner(runner: Omit<Runner, "id">): void {
  const faults = [];
  if (runner.tag_list.length === 0 && !runner.run_untagged) {
    faults.push("Tags list can not be empty when runner is not allowed to pick untagged jobs");
  }
  if (runner.tag_list.length > 50)
    faults.push("Tags list Too many tags specified. Please limit the number of tags to 50");
  if (runner.maximum_timeout !== null && runner.maximum_timeout < 600) {
    faults.push("Maximum timeout needs to be at least 10 minutes");
  }
  if ((runner.maintenance_note?.length ?? 0) > 1024) {
    faults.push("Maintenance note is too long (maximum is 1024 characters)");
  }
  if (faults.length > 0) throw invalid(faults.join(", "));
}

function requireOwner(
  call: Call<unknown>,
  type: Runner["runner_type"],
  group_id: number | null,
  project_id: number | null,
): void {
  const { context } = call;
  const user = signedIn(call);
  if (type === "instance_type") {
    administrator(call);
  } else if (type === "group_type") {
    if (group_id === null) throw badParameter("group_id is missing");
    const group = findGroup(context, String(group_id));
    if (!group || groupLevel(context, user, group) < level.owner) throw forbidden();
  } else {
    if (project_id === null) throw badParameter("project_id is missing");
    const project = findProject(context, String(project_id));
    if (!project || projectLevel(context, user, project) < level.maintainer) throw forbidden();
  }
}
