import { type Context, timestamp } from "../context.ts";
import type { Project, User } from "../store/people.ts";
import type { Deployment, Job } from "../store/pipelines.ts";
import { durationSeconds } from "./config/duration.ts";
import type { EnvironmentSpec } from "./config/spec.ts";
import { ensureEnvironment } from "./environments.ts";
import { expand } from "./variables/variable.ts";

const statuses: Readonly<Record<string, Deployment["status"]>> = {
  running: "running",
  success: "success",
  failed: "failed",
  canceled: "canceled",
  skipped: "canceled",
};

/** The effect of a job on its environment: a deployment, or the environment's end. */
export function deploymentChanged(context: Context, job: Job): void {
  const { environment } = job.spec;
  const status = statuses[job.status];
  if (!environment || job.environment_name === null || !status) return;
  if (environment.action === "start") deploy(context, job, environment, job.environment_name, status);
  if (environment.action === "stop" && status === "success") stop(context, job, job.environment_name);
}

function deploy(
  context: Context,
  job: Job,
  spec: EnvironmentSpec,
  name: string,
  status: Deployment["status"],
) {
  const { store } = context;
  const now = timestamp(context);
  const environment = ensureEnvironment(context, job.project_id, name, spec);
  const found = store.deployments.first({ job_id: job.id });
  if (!found && status !== "running") return;
  const finished_at = status === "running" ? null : now;
  if (found) store.deployments.update(found.id, { status, updated_at: now, finished_at });
  else store.deployments.insert({ ...described(context, job, environment.id), status, finished_at });
  if (status !== "success") return;
  const seconds = spec.autoStopIn === null ? undefined : durationSeconds(spec.autoStopIn);
  const stops = seconds && new Date(context.now().getTime() + seconds * 1000).toISOString();
  store.environments.update(environment.id, {
    state: "available",
    updated_at: now,
    auto_stop_at: stops || null,
    ...(spec.url !== null && { external_url: address(job, spec.url, environment.slug) }),
  });
}

function described(context: Context, job: Job, environment_id: number) {
  const now = timestamp(context);
  const sha = context.store.pipelines.get(job.pipeline_id)?.sha ?? "";
  return {
    project_id: job.project_id,
    iid: nextIid(context, job.project_id),
    environment_id,
    job_id: job.id,
    user_id: job.user_id,
    ref: job.ref,
    tag: job.tag,
    sha,
    created_at: now,
    updated_at: now,
  };
}

function nextIid({ store }: Pick<Context, "store">, project_id: number): number {
  return (store.deployments.first({ project_id }, { order: "-iid" })?.iid ?? 0) + 1;
}

type Asked = Pick<Deployment, "sha" | "ref" | "tag" | "status"> & { readonly environment: string };

/** A deployment that a client reports. A new environment is created. */
export function createDeployment(context: Context, project: Project, user: User, asked: Asked): Deployment {
  const { store } = context;
  const { environment: name, status, ...commit } = asked;
  const now = timestamp(context);
  return store.transaction(() => {
    const environment = ensureEnvironment(context, project.id, name, { tier: null });
    const deployment = store.deployments.insert({
      project_id: project.id,
      iid: nextIid(context, project.id),
      environment_id: environment.id,
      job_id: null,
      user_id: user.id,
      ...commit,
      status: "created",
      created_at: now,
      updated_at: now,
      finished_at: null,
    });
    return changeDeployment(context, deployment, status);
  });
}

/** Gives a deployment of a client another status; one that succeeds makes its environment available. */
export function changeDeployment(
  context: Context,
  { id, environment_id }: Deployment,
  status: Deployment["status"],
) {
  const { store } = context;
  const now = timestamp(context);
  if (status === "success")
    store.environments.update(environment_id, { state: "available", updated_at: now });
  const finished_at = status === "running" ? null : now;
  return store.deployments.update(id, { status, updated_at: now, finished_at });
}

function address(job: Job, url: string, slug: string): string {
  const known = {
    ...job.spec.variables,
    ...job.dotenv,
    CI_ENVIRONMENT_SLUG: slug,
    CI_ENVIRONMENT_NAME: job.environment_name ?? "",
    CI_COMMIT_REF_NAME: job.ref,
  };
  return expand(url, new Map(Object.entries(known)));
}

function stop(context: Context, job: Job, name: string): void {
  const found = context.store.environments.first({ project_id: job.project_id, name });
  if (!found) return;
  context.store.environments.update(found.id, {
    state: "stopped",
    auto_stop_at: null,
    updated_at: timestamp(context),
  });
}

/** The job that stops an environment: `on_stop` of the last job that deployed to it. */
export function stopJobOf({ store }: Pick<Context, "store">, environmentId: number): Job | undefined {
  const last = store.deployments.first(
    { environment_id: environmentId, status: "success" },
    { order: "-id" },
  );
  const deployed = last && last.job_id !== null ? store.jobs.get(last.job_id) : undefined;
  const name = deployed?.spec.environment?.onStop;
  if (!name) return undefined;
  return store.jobs.first({ pipeline_id: deployed.pipeline_id, name, retried: false });
}
