import type { Context } from "../context.ts";
import type { Runner, RunnerManager } from "../store/settings.ts";
import { simpleProjectEntity } from "./project.ts";

type RunnerStatus = "online" | "offline" | "stale" | "never_contacted";

/** A runner that asked in the last two hours is online; one that has not for three months is stale. */
export function runnerStatus(context: Pick<Context, "now">, runner: Runner): RunnerStatus {
  const now = context.now().getTime();
  if (runner.contacted_at === null) {
    return now - Date.parse(runner.created_at) > 7 * 86_400_000 ? "stale" : "never_contacted";
  }
  const silence = now - Date.parse(runner.contacted_at);
  if (silence < 2 * 3_600_000) return "online";
  return silence > 90 * 86_400_000 ? "stale" : "offline";
}

export function runnerEntity(context: Context, runner: Runner) {
  const status = runnerStatus(context, runner);
  const manager = lastManager(context, runner);
  return {
    id: runner.id,
    description: runner.description,
    ip_address: manager?.ip_address ?? null,
    active: !runner.paused,
    paused: runner.paused,
    is_shared: runner.runner_type === "instance_type",
    runner_type: runner.runner_type,
    name: manager?.info.name ?? null,
    online: runner.contacted_at === null ? null : status === "online",
    created_at: runner.created_at,
    status,
    job_execution_status: "idle",
  };
}

export function runnerDetails(context: Context, runner: Runner, origin: string) {
  const { store } = context;
  const manager = lastManager(context, runner);
  const { version = null, revision = null, platform = null, architecture = null } = manager?.info ?? {};
  const projects = store.runnerProjects
    .all({ runner_id: runner.id })
    .flatMap(({ project_id }) => store.projects.get(project_id) ?? []);
  const group = runner.group_id === null ? undefined : store.groups.get(runner.group_id);
  return {
    ...runnerEntity(context, runner),
    tag_list: runner.tag_list,
    run_untagged: runner.run_untagged,
    locked: runner.locked,
    maximum_timeout: runner.maximum_timeout,
    access_level: runner.access_level,
    ...{ version, revision, platform, architecture },
    contacted_at: runner.contacted_at,
    maintenance_note: runner.maintenance_note,
    projects: projects.map((project) => simpleProjectEntity(context, project, origin)),
    groups: group ? [{ id: group.id, web_url: `${origin}/groups/${group.full_path}`, name: group.name }] : [],
  };
}

export function managerEntity({ info, ...manager }: RunnerManager) {
  const { version = null, revision = null, platform = null, architecture = null } = info;
  return {
    id: manager.id,
    system_id: manager.system_id,
    ...{ version, revision, platform, architecture },
    created_at: manager.created_at,
    contacted_at: manager.contacted_at,
    ip_address: manager.ip_address,
    status: "online",
    job_execution_status: "idle",
  };
}

function lastManager(
  { store }: Pick<Context, "store">,
  { id: runner_id }: Runner,
): RunnerManager | undefined {
  return store.runnerManagers.first({ runner_id }, { order: "-contacted_at" });
}
