import type { Context } from "../context.ts";
import { setStatus, settle } from "../pipelines/engine.ts";
import { groupsAbove } from "../pipelines/known.ts";
import { digest, newToken } from "../secrets/token.ts";
import type { Job } from "../store/pipelines.ts";
import type { Runner } from "../store/settings.ts";
import { pick } from "./pick.ts";

export interface Taken {
  readonly job: Job;
  readonly token: string;
}

/** Gives a runner its next job. One step for the database: no other request gets the same one. */
export function take(context: Context, runner: Runner, system_id: string): Taken | undefined {
  const { store } = context;
  return store.transaction(() => {
    const waiting = store.jobs.all({ status: "pending" }).filter(({ spec }) => spec.trigger === undefined);
    if (waiting.length === 0) return undefined;
    const projects = reach(context, runner, new Set(waiting.map(({ project_id }) => project_id)));
    const candidates = waiting.map((job) => ({ ...job, tags: job.spec.tags }));
    const found = pick(runner, candidates, { projects, running: runningByProject(context) });
    if (!found) return undefined;
    const before = store.jobs.get(found.id) as Job;
    const timeout = Math.min(before.timeout, runner.maximum_timeout ?? before.timeout);
    const job = setStatus(context, before, "running", { runner_id: runner.id, system_id, timeout });
    const token = newToken("glcbt-");
    store.tokens.insert({
      kind: "job",
      digest: digest(token),
      user_id: job.user_id,
      project_id: job.project_id,
      job_id: job.id,
      group_id: null,
      name: `job ${job.id}`,
      description: null,
      username: null,
      scopes: [],
      access_level: 0,
      revoked: false,
      created_at: context.now().toISOString(),
      last_used_at: null,
      expires_at: null,
    });
    settle(context, job.pipeline_id);
    return { job, token };
  });
}

/** The projects among these that may use a runner. */
function reach(context: Context, runner: Runner, projects: ReadonlySet<number>): Set<number> {
  const { store } = context;
  const enabled = new Set(
    store.runnerProjects.all({ runner_id: runner.id }).map(({ project_id }) => project_id),
  );
  const mayUse = (id: number) => {
    const project = store.projects.get(id);
    if (!project) return false;
    if (runner.runner_type === "project_type") return enabled.has(id);
    if (runner.runner_type === "instance_type") return project.options.shared_runners_enabled !== false;
    return groupsAbove(context, project).some((group) => group.id === runner.group_id);
  };
  return new Set([...projects].filter(mayUse));
}

function runningByProject({ store }: Context): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { project_id, runner_id } of store.jobs.all({ status: ["running", "canceling"] })) {
    const runner = runner_id === null ? undefined : store.runners.get(runner_id);
    if (runner?.runner_type === "instance_type") counts.set(project_id, (counts.get(project_id) ?? 0) + 1);
  }
  return counts;
}
