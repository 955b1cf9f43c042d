import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { trust, withAuthority } from "./authorities.ts";
import { type RunnerSettings, settings } from "./config/settings.ts";
import { ownImage, privilegedOptions, removeLeftOvers } from "./engine/engine.ts";
import { systemId } from "./identity.ts";
import { type Host, runJob } from "./job/run.ts";
import { poll } from "./poll.ts";
import { GitLab } from "./protocol/gitlab.ts";

export interface RunnerOptions {
  readonly config: string;
  /** Kept: the runner's id, caches. */
  readonly data: string;
  /** Not on a disk. */
  readonly memory: string;
  /** A file that is touched while GitLab answers. */
  readonly healthy: string;
  readonly say: (text: string) => void;
  /** Aborted: take no further jobs. */
  readonly quit: AbortSignal;
  /** Aborted: running jobs end now. */
  readonly abort: AbortSignal;
}

/** Runs jobs until `quit` or `abort`, then waits for the end of the last job. */
export async function runner(options: RunnerOptions): Promise<void> {
  const { config, data, say, quit, abort } = options;
  const wanted = settings(await readFile(config, "utf8"));
  for (const warning of wanted.warnings) say(`WARNING: ${config}: ${warning}`);
  const runners = wanted.runners.map((runner) => withAuthority(runner, dirname(config)));
  const id = await systemId(data);
  const host = await prepared(options, id, runners);
  const stop = AbortSignal.any([quit, abort]);
  const running = new Set<Promise<void>>();
  await Promise.all(
    runners.map(async (runner) => {
      const gitlab = new GitLab(runner, id);
      const own = new Set<Promise<void>>();
      const { docker } = runner;
      const isPrivileged = docker.privileged || docker.servicesPrivileged;
      const helperImage = docker.helperImage ?? host.helperImage;
      if (helperImage === "")
        throw new Error(`${runner.name}: not in a container: helper_image has to be set`);
      const privileged = isPrivileged ? await privilegedOptions(helperImage) : [];
      say(`${runner.name}: asking ${runner.url} for jobs`);
      await poll(
        {
          ...{ settings: runner, gitlab, say },
          intervalSeconds: wanted.checkInterval,
          hasRoom: () => running.size < wanted.concurrent && (runner.limit === 0 || own.size < runner.limit),
          onAnswer: () => void writeFile(options.healthy, ""),
          onJob: (job) => {
            say(`${runner.name}: job ${job.id} (${job.job_info.project_name}, ${job.job_info.name}) begins`);
            const work = runJob(job, runner, gitlab, { ...host, helperImage, privileged }, abort)
              .catch((error: Error) => say(`${runner.name}: job ${job.id}: ${error.message}`))
              .finally(() => {
                say(`${runner.name}: job ${job.id} is over`);
                running.delete(work);
                own.delete(work);
              });
            running.add(work);
            own.add(work);
          },
        },
        stop,
      );
    }),
  );
  await Promise.all(running);
}

/** Removes left-overs of a runner that was killed, creates the folders, and finds the runner's own image. */
async function prepared(
  { data, memory }: RunnerOptions,
  id: string,
  runners: readonly RunnerSettings[],
): Promise<Omit<Host, "privileged">> {
  const own = join(memory, `smallboat-runner-${id}`);
  const builds = join(data, "builds");
  await removeLeftOvers(id);
  await Promise.all([own, builds].map((folder) => rm(folder, { recursive: true, force: true })));
  await Promise.all([own, builds].map((folder) => mkdir(folder, { recursive: true, mode: 0o700 })));
  return {
    ...{ systemId: id, data, builds, memory: own },
    helperImage: (await ownImage()) ?? "",
    authorities: await trust(runners, join(data, "authorities.pem")),
  };
}
