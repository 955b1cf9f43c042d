import { timestamp } from "../context.ts";
import { ApiError, forbidden } from "../http/errors.ts";
import type { Call } from "../http/route.ts";
import { digest } from "../secrets/token.ts";
import type { Job } from "../store/pipelines.ts";
import type { Runner } from "../store/settings.ts";

type Request = Pick<Call, "context" | "all" | "request">;

/** The calling runner: 403 for an unknown token, never 401. */
export function runnerOf({ context, all, request }: Request): Runner {
  const token = request.headers["runner-token"] ?? all.token;
  const found =
    typeof token === "string" && token !== ""
      ? context.store.runners.first({ token_digest: digest(token) })
      : undefined;
  if (!found) throw forbidden();
  return found;
}

const quiet = 30_000;

/** Notes that a runner has called, and which of its processes. */
export function contacted({ context, all, request }: Request, runner: Runner): string {
  const { runnerManagers, runners } = context.store;
  const system_id = typeof all.system_id === "string" ? all.system_id : "<legacy>";
  const now = timestamp(context);
  const isRecent = (time: string | null) => time !== null && Date.parse(now) - Date.parse(time) < quiet;
  const found = runnerManagers.first({ runner_id: runner.id, system_id });
  const info = (typeof all.info === "object" && all.info !== null ? all.info : {}) as Record<string, unknown>;
  const row = { runner_id: runner.id, system_id, contacted_at: now, ip_address: request.ip, info };
  if (!found) runnerManagers.insert({ ...row, created_at: now });
  else if (!isRecent(found.contacted_at)) runnerManagers.update(found.id, row);
  if (!isRecent(runner.contacted_at)) runners.update(runner.id, { contacted_at: now });
  return system_id;
}

/** The secret that a job's requests carry. */
export function jobSecret({ all, request }: Pick<Call, "all" | "request">): string {
  const token = request.headers["job-token"] ?? all.token;
  return typeof token === "string" ? token : "";
}

/** The job of the calling runner: 403 for another token, and after the job has ended. */
export function jobOf(call: Request & { readonly params: { readonly id: string } }): Job {
  const { store } = call.context;
  const token = store.tokens.first({ digest: digest(jobSecret(call)), kind: "job" });
  const job = store.jobs.get(Number(call.params.id));
  if (!job || token?.job_id !== job.id) throw forbidden();
  if (job.status !== "running" && job.status !== "canceling") throw notProcessing(job);
  return job;
}

function notProcessing({ status }: Job): ApiError {
  const message = "403 Forbidden - Job is not processing on runner";
  return new ApiError(403, { message }, { "job-status": status });
}
