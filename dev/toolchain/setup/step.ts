import { existsSync, readFileSync, type WriteStream } from "node:fs";
import { relative } from "node:path";
import { finished } from "node:stream/promises";
import { causeOf } from "./cause.ts";
import { CommandFailure, type CommandOptions, runCommand } from "./command.ts";
import { Fetches } from "./fetches.ts";
import { type Estimated, forecast } from "./forecast.ts";
import { openLog } from "./log.ts";
import { clock, Progress, type Screen } from "./progress.ts";
import { readTimings, writeTimings } from "./timings.ts";

/** A step of set-up. It is either done on this machine or not. An interrupted step is not done. */
export interface Step extends Estimated {
  done(): boolean | Promise<boolean>;
  run(activity: Activity): Promise<void>;
  /**
   * Does the part of `run` that waits for networks, or all of it, while other steps run. If it fails, `run` does it.
   */
  fetch?(activity: Activity): Promise<void>;
  /** Steps that must be done before `fetch`. Default: none. */
  readonly after?: readonly Step[];
}

/** Lets a running step report progress, write to its log and run programs. */
export interface Activity {
  /**
   * Shows what the step does now.
   * @param share part of the step that is done, from 0 to 1, if it is known
   */
  say(detail: string, share?: number): void;
  /** Prints a line that stays on the screen and in the log. */
  note(text: string): void;
  run(command: string, args: readonly string[], options?: CommandOptions): Promise<void>;
}

export interface Surroundings {
  /** Folder that has `logs/`. */
  readonly stateDir: string;
  /** Folder that has `timings.json`. */
  readonly cacheDir: string;
  readonly out: Screen;
}

const lastLines = 15;

/** Runs the steps that are not done, in order. @returns true if all are done afterwards */
export async function runSteps(steps: readonly Step[], surroundings: Surroundings): Promise<boolean> {
  const { out } = surroundings;
  const start = performance.now();
  const done = await Promise.all(steps.map((step) => step.done()));
  const pending = steps.filter((_, index) => !done[index]);
  const fetches = new Fetches(surroundings.stateDir);
  const later = new Set(pending);
  const unfinished = new Set(pending);
  const fetchable = () => [...later].filter(({ after = [] }) => !after.some((step) => unfinished.has(step)));
  for (const [index, step] of pending.entries()) {
    // An earlier step may have done it: a started engine may have all images.
    const isDone = index > 0 && (await step.done());
    later.delete(step);
    if (isDone) unfinished.delete(step);
    fetches.beginNext(fetchable);
    if (isDone) continue;
    const position = { number: index + 1, pending, steps };
    if (!(await runStep(step, position, fetches, surroundings))) return false;
    unfinished.delete(step);
  }
  const elapsed = (performance.now() - start) / 1000;
  out.write(
    pending.length === 0
      ? `Set-up: everything is in place (${elapsed.toFixed(1)} s).\n`
      : `Set-up complete: ${pending.length} of ${steps.length} steps in ${clock(elapsed)}.\n`,
  );
  return true;
}

interface Position {
  readonly number: number;
  /** The steps that were not done at the beginning. */
  readonly pending: readonly Step[];
  readonly steps: readonly Step[];
}

async function runStep(
  step: Step,
  { number, pending, steps }: Position,
  fetches: Fetches,
  { stateDir, cacheDir, out }: Surroundings,
): Promise<boolean> {
  const log = openLog(step.name, stateDir);
  const logFile = log.path as string;
  const timings = readTimings(cacheDir);
  const fetched = fetches.of(step);
  const own = forecast(step, steps, timings);
  const forecasts = pending
    .slice(number)
    .map((each) => [each, forecast(each, steps, timings).seconds] as const);
  const later = () => forecasts.map(([each, seconds]) => ({ ...each, seconds: fetches.left(each, seconds) }));
  const draft = {
    position: `[${number}/${pending.length}]`,
    name: step.name,
    expected: fetches.left(step, own.seconds),
    remembered: own.remembered && !fetched,
  };
  const progress = new Progress(draft, later, out);
  const activity: Activity = {
    say: (detail, share) => {
      progress.detail = detail;
      progress.share = share;
    },
    note: (text) => {
      log.write(`${text}\n`);
      progress.note(text);
    },
    run: (command, args, options) => runCommand(log, command, args, options),
  };
  try {
    await fetched;
    // The time of the fetch includes this wait.
    const waited = fetches.spent(step) > 0 ? progress.elapsed : 0;
    if (!fetched || !(await step.done())) await step.run(activity);
    progress.end("done in");
    const seconds = Math.round(fetches.spent(step) + progress.elapsed - waited);
    writeTimings(cacheDir, { ...readTimings(cacheDir), [step.name]: seconds });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.write(`${reason}\n`);
    progress.end("failed after");
    await closed(log);
    const cause = error instanceof CommandFailure ? error.reason : causeOf(reason);
    const lines = cause ? [`${step.name}: ${cause.text}.`] : tailOf(logFile).map((line) => `    ${line}`);
    out.write(`${lines.join("\n")}\n`);
    out.write(`The whole log is in ${relative(process.cwd(), logFile)}; the next run goes on from here.\n`);
    return false;
  } finally {
    await closed(log);
  }
}

/** Resolves when the log is written, or when nothing can be written to it. */
function closed(log: WriteStream): Promise<void> {
  return finished(log.end()).catch(() => {});
}

function tailOf(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lastLines);
}
