import { extname } from "node:path";
import { level, projectOf } from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { filled } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { fileInZip } from "../pipelines/archive.ts";
import { artifactPath, openArtifact, removeArtifacts } from "../pipelines/artifacts.ts";
import { archiveOf } from "../runners/dependencies.ts";
import type { Artifact, Job } from "../store/pipelines.ts";
import { jobOf, shownJobs } from "./jobs.ts";

const ofJob = "/projects/:id/jobs/:job_id/artifacts";
const ofRef = "/projects/:id/jobs/artifacts/:ref";
const open = { auth: "anyone", jobToken: true } as const;

function download(call: Call, job: Job): Answer {
  const archive = archiveOf(call.context, job.id);
  if (!archive) throw notFound();
  return new Answer(200, openArtifact(call.context, archive), {
    "content-type": "application/zip",
    "content-length": String(archive.size),
    "content-disposition": `attachment; filename="${archive.filename.replaceAll('"', "")}"`,
  });
}

const types: Readonly<Record<string, string>> = {
  ".txt": "text/plain",
  ".html": "text/html",
  ".json": "application/json",
  ".xml": "application/xml",
};

async function oneFile(call: Call, job: Job, path: string): Promise<Answer> {
  const archive = archiveOf(call.context, job.id);
  const found = archive && (await fileInZip(artifactPath(call.context, archive), path));
  if (!found) throw notFound();
  return new Answer(200, found.content, {
    "content-type": types[extname(path)] ?? "application/octet-stream",
    "content-length": String(found.size),
  });
}

/** The job of the newest successful pipeline of a ref that has this name. */
function latest(call: Call<{ readonly id: string; readonly ref: string; readonly job: string }>): Job {
  const { store } = call.context;
  const project = projectOf(call, call.identity ? level.reporter : level.none);
  const ref = call.params.ref;
  for (const { id } of store.pipelines.all(
    { project_id: project.id, ref, status: "success" },
    { order: "-id" },
  )) {
    const job = store.jobs.first({
      pipeline_id: id,
      name: call.params.job,
      retried: false,
      status: "success",
    });
    if (job) return permitted(call, job);
  }
  throw notFound();
}

function readable(call: Call<{ readonly id: string; readonly job_id: string }>): Job {
  const needed = call.identity && call.identity.token.kind !== "job" ? level.reporter : level.none;
  return permitted(call, jobOf(call, needed));
}

/**
 * The job, if `artifacts:access` or `artifacts:public` lets the caller download its artifacts.
 * @throws ApiError 403
 */
function permitted(call: Call<{ readonly id: string }>, job: Job): Job {
  const { artifacts } = job.spec.work as {
    readonly artifacts?: { readonly access?: string; readonly public?: boolean };
  };
  const access = artifacts?.access ?? (artifacts?.public === false ? "developer" : "all");
  const needed = { all: level.none, developer: level.developer, maintainer: level.maintainer }[access];
  if (needed === undefined) throw forbidden();
  projectOf(call, needed);
  return job;
}

function artifactsOf({ context }: Call, job: Job): Artifact[] {
  return context.store.artifacts.all({ job_id: job.id });
}

export const jobArtifactRoutes: readonly Route[] = [
  route("GET", `${ofRef}/download`, { ...open, params: { job: filled() } }, (call) =>
    download(call, latest(call)),
  ),
  route("GET", `${ofRef}/raw/*`, { ...open, params: { job: filled() } }, (call) =>
    oneFile(call, latest(call), call.params["*"]),
  ),
  route("GET", ofJob, open, (call) => download(call, readable(call))),
  route("GET", `${ofJob}/*`, open, (call) => oneFile(call, readable(call), call.params["*"])),
  route("POST", `${ofJob}/keep`, {}, async (call) => {
    const job = jobOf(call, level.developer);
    const files = artifactsOf(call, job);
    if (files.length === 0) throw notFound();
    for (const { id } of files) call.context.store.artifacts.update(id, { expire_at: null });
    const [shown] = await shownJobs(call, [job]);
    return new Answer(200, shown);
  }),
  route("DELETE", ofJob, {}, async (call) => {
    await removeArtifacts(call.context, artifactsOf(call, jobOf(call, level.developer)));
  }),
  route("DELETE", "/projects/:id/artifacts", {}, async (call) => {
    const { id } = projectOf(call, level.maintainer);
    await removeArtifacts(call.context, call.context.store.artifacts.all({ project_id: id }));
    return new Answer(202, { message: "202 Accepted" });
  }),
];
