import { setTimeout as sleep } from "node:timers/promises";
import type { RunnerSettings } from "./config/settings.ts";
import type { GitLab } from "./protocol/gitlab.ts";
import type { Job } from "./protocol/job.ts";

/** The parts that one runner needs to get its jobs. */
export interface Polling {
  readonly settings: RunnerSettings;
  readonly gitlab: GitLab;
  readonly intervalSeconds: number;
  /** Whether there is room for one more job. */
  readonly hasRoom: () => boolean;
  readonly onJob: (job: Job) => void;
  /** Called after each answer that is no error. */
  readonly onAnswer: () => void;
  readonly say: (text: string) => void;
}

/** Asks for jobs until `stop`. A message that stays the same is printed once. */
export async function poll(polling: Polling, stop: AbortSignal): Promise<void> {
  const { settings, gitlab, intervalSeconds, hasRoom, onJob, onAnswer, say } = polling;
  let failures = 0;
  let said = "";
  while (!stop.aborted) {
    const answer = hasRoom() ? await ask(gitlab, settings) : undefined;
    if (typeof answer === "string") {
      if (answer !== said) say(`${settings.name}: ${answer}`);
      said = answer;
      failures++;
    } else {
      if (said !== "") say(`${settings.name}: GitLab answers again`);
      said = "";
      failures = 0;
      onAnswer();
      if (answer) {
        onJob(answer);
        continue;
      }
    }
    const pause = Math.min(intervalSeconds * 2 ** Math.min(failures, 4), 30);
    await sleep(pause * 1000, undefined, { signal: stop }).catch(() => {});
  }
}

/** @returns a job, undefined, or the text of an error */
async function ask(gitlab: GitLab, { url }: RunnerSettings): Promise<Job | undefined | string> {
  try {
    const answer = await gitlab.request();
    if (answer === 403) {
      return `${url} does not know this runner: it was removed or its token is another; register it again`;
    }
    // Another runner was faster.
    if (answer === 409) return undefined;
    return typeof answer === "number" ? `${url} answered ${answer}; asking again` : answer;
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = cause instanceof Error ? cause.message || (cause as NodeJS.ErrnoException).code : message;
    return `${url} cannot be reached: ${reason}; asking again`;
  }
}
