import { jobEntity } from "../entities/job.ts";
import { basicPipeline } from "../entities/pipeline.ts";
import { readCommits } from "../git/commits.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { badRequest, forbidden, notFound, unauthorized } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, hashes, optional, text, texts, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { cancelJob, isPlayable, isRetryable, playJob, retryJob } from "../pipelines/actions.ts";
import { removeArtifacts } from "../pipelines/artifacts.ts";
import { downstreamOf } from "../pipelines/bridges.ts";
import { sealVariables } from "../pipelines/known.ts";
import { readLog, removeLog } from "../pipelines/logs.ts";
import { finished, type Status, statuses } from "../pipelines/state/status.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Job } from "../store/pipelines.ts";
import { pipelineOf } from "./pipelines.ts";

const base = "/projects/:id/jobs";
const scope = optional(texts(...statuses));

type JobCall = Call<{ readonly id: string; readonly job_id: string }>;

/** The job in the path, of a project in which the caller has the needed level. */
export function jobOf(call: JobCall, needed: number = level.reporter): Job {
  const project = projectOf(call, needed);
  const found = call.context.store.jobs.get(Number(call.params.job_id));
  if (found?.project_id !== project.id) throw notFound();
  return found;
}

/** Jobs with their commits, which are read at once. */
export async function shownJobs({ context, origin }: Call, jobs: readonly Job[]) {
  const sha = ({ pipeline_id }: Job) => context.store.pipelines.get(pipeline_id)?.sha ?? "";
  const project = jobs[0]?.project_id;
  const commits =
    project === undefined ? [] : await readCommits(repositoryPlace(context, { id: project }), jobs.map(sha));
  const byId = new Map(commits.map((commit) => [commit.id, commit]));
  return jobs.map((job) => jobEntity(context, job, byId.get(sha(job)) ?? null, origin));
}

async function shown(call: Call, job: Job) {
  return (await shownJobs(call, [job]))[0];
}

function page(call: Call, jobs: readonly Job[], counted: boolean) {
  return shownJobs(
    call,
    paginate(call, jobs, (job) => job, { counted }),
  );
}

const played = hashes({ key: filled(), value: withDefault(text(), "") }, "job_variables_attributes");

export const jobRoutes: readonly Route[] = [
  route("GET", base, { params: { scope } }, (call) => {
    const where = { project_id: projectOf(call, level.reporter).id, ...statusIn(call.params.scope) };
    return page(call, call.context.store.jobs.all(where, { order: "-id" }).filter(isBuild), false);
  }),
  route(
    "GET",
    "/projects/:id/pipelines/:pipeline_id/jobs",
    { params: { scope, include_retried: withDefault(flag(), false) } },
    (call) => {
      const retried = call.params.include_retried ? {} : { retried: false };
      const where = { pipeline_id: pipelineOf(call).id, ...statusIn(call.params.scope), ...retried };
      return page(call, call.context.store.jobs.all(where, { order: "-id" }).filter(isBuild), true);
    },
  ),
  route("GET", "/projects/:id/pipelines/:pipeline_id/bridges", { params: { scope } }, async (call) => {
    const where = { pipeline_id: pipelineOf(call).id, retried: false, ...statusIn(call.params.scope) };
    const bridges = call.context.store.jobs.all(where, { order: "-id" }).filter((job) => !isBuild(job));
    const entities = await page(call, bridges, true);
    return entities.map(({ artifacts: _, runner: __, tag_list: ___, ...entity }) => {
      const pipeline = downstreamOf(call.context, entity);
      return {
        ...entity,
        downstream_pipeline: pipeline ? basicPipeline(call.context, pipeline, call.origin) : null,
      };
    });
  }),
  route("GET", `${base}/:job_id`, {}, (call) => {
    const job = jobOf(call);
    if (!isBuild(job)) throw notFound();
    return shown(call, job);
  }),
  route("GET", `${base}/:job_id/trace`, { auth: "anyone" }, (call) => {
    const log = readLog(call.context, jobOf(call, call.identity ? level.reporter : level.none).id);
    return new Answer(200, log, { "content-type": "text/plain" });
  }),
  route("POST", `${base}/:job_id/cancel`, {}, (call) =>
    shown(call, cancelJob(call.context, jobOf(call, level.developer))),
  ),
  route("POST", `${base}/:job_id/retry`, {}, (call) => {
    const job = jobOf(call, level.developer);
    if (!isRetryable(job)) throw forbidden("Job is not retryable");
    return shown(call, retryJob(call.context, job, signedIn(call).id));
  }),
  route(
    "POST",
    `${base}/:job_id/play`,
    { params: { job_variables_attributes: optional(played) } },
    async (call) => {
      const job = jobOf(call, level.developer);
      if (!isPlayable(job)) throw badRequest("Unplayable Job");
      const given = (call.params.job_variables_attributes ?? []).map(
        (each) => ({ ...each, variable_type: "env_var" }) as const,
      );
      const sealed = given.length > 0 ? sealVariables(call.context, given) : null;
      return new Answer(200, await shown(call, playJob(call.context, job, signedIn(call).id, sealed)));
    },
  ),
  route("POST", `${base}/:job_id/erase`, {}, async (call) => {
    const { context } = call;
    const job = jobOf(call, level.developer);
    if (!finished.includes(job.status) || job.erased_at !== null) throw forbidden("Job is not erasable!");
    await removeArtifacts(context, context.store.artifacts.all({ job_id: job.id }));
    removeLog(context, job.id);
    return shown(call, context.store.jobs.update(job.id, { erased_at: context.now().toISOString() }));
  }),
  route("GET", "/job", { jobToken: true }, (call) => {
    const { token } = call.identity ?? {};
    const job = token?.kind === "job" ? call.context.store.jobs.get(token.job_id ?? 0) : undefined;
    if (!job) throw unauthorized();
    return shown(call, job);
  }),
  route("GET", "/runners/:runner_id/jobs", { params: { status: optional(text()) } }, async (call) => {
    signedIn(call);
    const { store } = call.context;
    const runner = store.runners.get(Number(call.params.runner_id));
    if (!runner) throw notFound("Runner");
    const where = {
      runner_id: runner.id,
      ...statusIn(call.params.status ? [call.params.status] : undefined),
    };
    const rows = paginate(call, store.jobs.all(where, { order: "-id" }), (job) => job);
    return Promise.all(rows.map((job) => shown(call, job)));
  }),
];

/** False for a job that starts a pipeline: such jobs have their own list. */
function isBuild({ spec }: Job): boolean {
  return spec.trigger === undefined;
}

function statusIn(names: readonly string[] | undefined): { status?: readonly Status[] } {
  return names && names.length > 0 ? { status: names as readonly Status[] } : {};
}
