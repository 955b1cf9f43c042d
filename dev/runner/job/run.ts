import { mkdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import type { RunnerSettings } from "../config/settings.ts";
import { labels, removeLeftOvers } from "../engine/engine.ts";
import { left } from "../engine/gitlab-ci-local.ts";
import { type GitLab, type JobState, version } from "../protocol/gitlab.ts";
import type { Job } from "../protocol/job.ts";
import { failure, note, warning } from "../trace/lines.ts";
import { Log } from "../trace/log.ts";
import { Trace } from "../trace/trace.ts";
import { images } from "./allowed.ts";
import { artifactsFor, downloadArtifacts, uploadArtifacts } from "./artifacts.ts";
import { Caches } from "./cache.ts";
import { seconds } from "./duration.ts";
import { type Cause, Ending } from "./ending.ts";
import { jobVariables, places, secrets } from "./own-variables.ts";
import { pipeline } from "./pipeline.ts";
import { writePlan } from "./plan.ts";
import { Script } from "./script.ts";
import { fetchSources, origin } from "./sources.ts";

/** Folders and options that all jobs of a runner share. */
export interface Host {
  readonly systemId: string;
  /** Kept after the job: caches. */
  readonly data: string;
  /** Removed with the job: sources, artifacts. */
  readonly builds: string;
  /** Removed with the job, and never on a disk: variables. */
  readonly memory: string;
  readonly helperImage: string;
  /** Docker's options for privileged containers. */
  readonly privileged: readonly string[];
  /** Certificate authorities for git, if GitLab's certificate needs them. */
  readonly authorities: string | undefined;
}

/** Runs a job, from the first line of its log until GitLab knows its result. */
export async function runJob(
  job: Job,
  settings: RunnerSettings,
  gitlab: GitLab,
  host: Host,
  shutdown: AbortSignal,
): Promise<void> {
  let script: Script | undefined;
  const ending = new Ending((cause) => (script ? void script.end(cause) : ending.atOnce()));
  const where = places(job);
  const variables = jobVariables(job, settings, where);
  const trace = new Trace(gitlab, job, secrets(job, settings, variables), settings.outputLimit, (status) =>
    ending.because(status === "gone" ? "gone" : "canceled"),
  );
  const log = new Log((piece) => trace.write(piece));
  const scratch = join(host.builds, String(job.id));
  const planFolder = join(host.memory, String(job.id));
  const [sources, local] = [join(scratch, "sources"), join(scratch, "pipeline")];
  const timeout = job.runner_info?.timeout || 3600;
  const timer = setTimeout(() => ending.because("timeout"), timeout * 1000);
  const onShutdown = () => ending.because("shutdown");
  shutdown.addEventListener("abort", onShutdown, { once: true });
  const say = (text: string) => log.write(text);
  trace.start();
  let state: JobState;
  try {
    say(
      `Running with smallboat's stand-in runner ${version}\n  on ${settings.name} (${host.systemId}), ${hostname()}\n`,
    );
    if (job.hooks?.length) say(warning("hooks have no effect in this runner"));
    await mkdir(scratch, { recursive: true });
    const { image, pulls } = images(job, variables, settings.docker);
    log.section("get_sources", "Getting source from Git repository");
    const from = origin(job, settings, host.authorities);
    await fetchSources(job, from, sources, variables, say, ending.now);
    const kept = settings.docker.keepsCaches ? join(host.data, "cache") : undefined;
    const caches = new Caches(job, variables, where.projectDir, kept);
    if (kept !== undefined && job.cache?.length) {
      log.section("restore_cache", "Restoring cache");
      await caches.restore(sources, say);
    }
    if (job.dependencies?.some(({ artifacts_file }) => artifacts_file?.filename)) {
      log.section("download_artifacts", "Downloading artifacts");
      await downloadArtifacts(job, gitlab, sources, scratch, say);
    }
    log.section("prepare_executor", 'Preparing the "docker" executor');
    const { docker } = settings;
    const about = {
      job,
      variables,
      ...where,
      sources,
      pulls,
      settings: docker,
      labels: labels(host.systemId, job.id),
    };
    const plan = await writePlan(planFolder, { ...about, ...host });
    script = new Script({
      local: {
        ...{ folder: local, planFolder, plan, projectDir: where.projectDir, network: docker.network },
        pipeline: pipeline({ job, image, variables, ...where, caches: caches.leaves() }),
        waitSeconds: docker.waitForServicesSeconds,
        compileCache: join(host.data, "compiled"),
      },
      ...{ log, systemId: host.systemId, jobId: job.id },
      scriptSeconds: seconds(variables.get("RUNNER_SCRIPT_TIMEOUT")),
      afterScriptSeconds: seconds(variables.get("RUNNER_AFTER_SCRIPT_TIMEOUT")) ?? 300,
    });
    const exitCode = await script.run(ending);
    const hasSucceeded = exitCode === 0 && ending.cause === undefined;
    if (ending.cause !== "canceled" && !ending.now.aborted) {
      if (caches.leaves().length > 0) {
        log.section("archive_cache", "Saving cache");
        await caches.keep(left(local, "cache"), say);
      }
      const artifacts = artifactsFor(job, hasSucceeded);
      if (artifacts.length > 0) {
        log.section(`upload_artifacts_on_${hasSucceeded ? "success" : "failure"}`, "Uploading artifacts");
        const folder = left(local, "artifacts");
        await mkdir(folder, { recursive: true });
        const isComplete = await uploadArtifacts(
          ...([job, artifacts, gitlab, variables, where.projectDir, folder, scratch, say] as const),
        );
        if (!isComplete && hasSucceeded) throw new Error("not all artifacts could be uploaded");
      }
    }
    state = hasSucceeded ? { state: "success" } : failed(ending.cause, exitCode, timeout, log);
  } catch (error) {
    state = failed(ending.cause, undefined, timeout, log, (error as Error).message);
  }
  clearTimeout(timer);
  shutdown.removeEventListener("abort", onShutdown);
  log.endSection();
  if (state.state === "success") say(note("Job succeeded"));
  // Everything of the job is removed before GitLab is told of the end.
  await Promise.allSettled([
    removeLeftOvers(host.systemId, job.id),
    rm(scratch, { recursive: true, force: true }),
    rm(planFolder, { recursive: true, force: true }),
  ]);
  await trace.finish(state);
}

function failed(
  cause: Cause | undefined,
  exitCode: number | undefined,
  timeout: number,
  log: Log,
  words?: string,
): JobState {
  log.endSection();
  const say = (text: string) => log.write(failure(`Job failed${text}`));
  switch (cause) {
    case "canceled":
    case "gone":
      say(": canceled");
      return { state: "failed", failure_reason: "job_canceled" };
    case "timeout":
      say(`: execution took longer than ${timeout} seconds`);
      return { state: "failed", failure_reason: "job_execution_timeout" };
    case "shutdown":
      say(" (system failure): aborted: the runner was stopped");
      return { state: "failed", failure_reason: "runner_system_failure" };
  }
  if (exitCode !== undefined && words === undefined) {
    say(`: exit code ${exitCode}`);
    return { state: "failed", failure_reason: "script_failure", exit_code: exitCode };
  }
  say(` (system failure): ${words}`);
  return { state: "failed", failure_reason: "runner_system_failure" };
}
