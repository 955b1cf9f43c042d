import { buffer } from "node:stream/consumers";
import { ApiError, badRequest, forbidden, notFound } from "../http/errors.ts";
import { optional, text } from "../http/params.ts";
import { Answer, type Call, noContent, type Route, route } from "../http/route.ts";
import { finish } from "../pipelines/actions.ts";
import {
  dotenvLines,
  keepArtifact,
  largest,
  openArtifact,
  reportText,
  TooLarge,
} from "../pipelines/artifacts.ts";
import { appendLog, coverageIn, logSize, readLog } from "../pipelines/logs.ts";
import { failureReason } from "../pipelines/state/retry.ts";
import { forgetSecrets, rememberSecrets, secretsOf, seen } from "../runners/alive.ts";
import { contacted, jobOf, jobSecret, runnerOf } from "../runners/authenticate.ts";
import { archiveOf } from "../runners/dependencies.ts";
import { payload } from "../runners/payload.ts";
import { take } from "../runners/take.ts";
import { maskedValues } from "../runners/variables.ts";
import { digest } from "../secrets/token.ts";
import type { Job } from "../store/pipelines.ts";

/** Seconds between a runner's pieces of a log. */
const interval = "3";
const logLimit = 100 * 1024 * 1024;

type JobCall = Call<{ readonly id: string }>;

function statusHeaders({ status }: Job): Record<string, string> {
  return { "job-status": status, "x-gitlab-trace-update-interval": interval };
}

async function requestJob(call: Call) {
  const { context, all, origin } = call;
  const runner = runnerOf(call);
  const system = contacted(call, runner);
  const taken = take(context, runner, system);
  if (!taken)
    return new Answer(204, undefined, {
      "x-gitlab-last-update": `${typeof all.last_update === "string" ? all.last_update : 0}`,
    });
  try {
    const job = await payload(context, taken, runner, origin);
    rememberSecrets(taken.job.id, maskedValues(job.variables));
    return job;
  } catch (error) {
    context.log(`job ${taken.job.id} could not be handed out: ${(error as Error).stack}`);
    finish(context, taken.job, { status: "failed", reason: "runner_system_failure" });
    throw new ApiError(409, { message: "409 Conflict" });
  }
}

/** Adds a piece to the log. If their positions differ, the runner continues at the server's. */
async function appendTrace(call: JobCall) {
  const { context, request } = call;
  const job = jobOf(call);
  seen(context, job);
  const range = request.headers["content-range"];
  if (typeof range !== "string") throw new ApiError(400, { message: "400 Missing header Content-Range" });
  const piece = await buffer(request.raw);
  const secrets = await secretsOf(context, { job, token: jobSecret(call) });
  const size = logSize(context, job.id);
  const headers = { ...statusHeaders(job), range: `0-${size}` };
  if (Number(range.split("-")[0]) !== size) {
    throw new ApiError(416, { message: "416 Range Not Satisfiable" }, headers);
  }
  if (size + piece.length > logLimit) {
    finish(context, job, { status: "failed", reason: "trace_size_exceeded" });
    throw forbidden("Trace size exceeded");
  }
  const after = appendLog(context, job.id, piece, secrets);
  context.events.emit("job", { jobId: job.id });
  return new Answer(202, "0", { ...headers, range: `0-${after}`, "content-type": "text/plain" });
}

function updateJob(call: JobCall) {
  const { context, all } = call;
  const job = jobOf(call);
  seen(context, job);
  const { state, failure_reason } = all;
  const exitCode = Number.isInteger(all.exit_code) ? Number(all.exit_code) : null;
  if (state === "running") return new Answer(200, 200, statusHeaders(job));
  if (state !== "success" && state !== "failed") throw badRequest("Unknown job state");
  const reason = failureReason(failure_reason ?? "script_failure");
  const status = job.status === "canceling" ? "canceled" : state;
  const ended = finish(context, measured(call, job), { status, reason, exitCode });
  forgetSecrets(job.id);
  return new Answer(200, 200, statusHeaders(ended));
}

function measured({ context }: JobCall, job: Job): Job {
  const { coverage: pattern } = job.spec;
  if (pattern === undefined) return job;
  const coverage = coverageIn(readLog(context, job.id).toString("utf8"), pattern);
  return context.store.jobs.update(job.id, { coverage });
}

const formats = ["zip", "gzip", "raw"] as const;

async function uploadArtifact(
  call: Call<{
    id: string;
    artifact_type?: string | undefined;
    artifact_format?: string | undefined;
    expire_in?: string | undefined;
  }>,
) {
  const { context, params, request } = call;
  const job = jobOf(call);
  seen(context, job);
  if (Number(request.headers["content-length"] ?? 0) > largest * 1.01) throw tooLarge();
  const file = await request.file();
  if (!file) throw badRequest("Missing artifacts file!");
  const fileType = params.artifact_type ?? "archive";
  const fileFormat = formats.find((format) => format === params.artifact_format) ?? "zip";
  const before = context.store.artifacts.first({ job_id: job.id, file_type: fileType });
  try {
    const upload = { fileType, fileFormat, filename: file.filename, expireIn: params.expire_in };
    const kept = await keepArtifact(context, job, upload, file.file);
    if (before && before.sha256 !== kept.sha256) {
      context.store.artifacts.remove(kept.id);
      throw badRequest("another artifact of the same type already exists");
    }
    if (before) context.store.artifacts.remove(before.id);
    if (fileType === "dotenv") {
      const dotenv = dotenvLines(await reportText(context, kept));
      context.store.jobs.update(job.id, { dotenv: { ...job.dotenv, ...dotenv } });
    }
    return { message: "201 Created" };
  } catch (error) {
    if (error instanceof TooLarge) throw tooLarge();
    throw error;
  }
}

function tooLarge(): ApiError {
  return new ApiError(413, { message: "413 Request Entity Too Large" });
}

/** The archive of an earlier job, for a job of the same project that runs. */
function downloadArtifact(call: JobCall) {
  const { context, params } = call;
  const { store } = context;
  const token = store.tokens.first({ digest: digest(jobSecret(call)), kind: "job", revoked: false });
  const job = store.jobs.get(Number(params.id));
  if (!token || !job || token.project_id !== job.project_id) throw forbidden();
  const archive = archiveOf(context, job.id);
  if (!archive) throw notFound();
  return new Answer(200, openArtifact(context, archive), {
    "content-type": "application/octet-stream",
    "content-length": String(archive.size),
    "content-disposition": `attachment; filename="${archive.filename.replaceAll('"', "")}"`,
  });
}

/** The calls of runners, by GitLab's protocol. */
export const runnerProtocolRoutes: readonly Route[] = [
  route("POST", "/runners/verify", { auth: "none" }, (call) => {
    const runner = runnerOf(call);
    contacted(call, runner);
    return new Answer(200, { id: runner.id, token: call.all.token, token_expires_at: null });
  }),
  route("DELETE", "/runners", { auth: "none" }, (call) => {
    const { id } = runnerOf(call);
    const { store } = call.context;
    store.transaction(() => {
      store.runnerProjects.removeAll({ runner_id: id });
      store.runnerManagers.removeAll({ runner_id: id });
      store.runners.remove(id);
    });
    return noContent();
  }),
  route("DELETE", "/runners/managers", { auth: "none" }, (call) => {
    const { id } = runnerOf(call);
    const { runnerManagers } = call.context.store;
    const found = runnerManagers.first({
      runner_id: id,
      system_id: typeof call.all.system_id === "string" ? call.all.system_id : "",
    });
    if (!found) throw notFound();
    runnerManagers.remove(found.id);
    return noContent();
  }),
  route("POST", "/jobs/request", { auth: "none" }, requestJob),
  route("PATCH", "/jobs/:id/trace", { auth: "none", body: "stream" }, appendTrace),
  route("PUT", "/jobs/:id", { auth: "none" }, updateJob),
  route(
    "POST",
    "/jobs/:id/artifacts",
    {
      auth: "none",
      body: "stream",
      params: {
        artifact_type: optional(text()),
        artifact_format: optional(text()),
        expire_in: optional(text()),
      },
    },
    uploadArtifact,
  ),
  route("GET", "/jobs/:id/artifacts", { auth: "none" }, downloadArtifact),
];
