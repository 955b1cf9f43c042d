import { readFileSync } from "node:fs";
import { relative } from "node:path";
import { finished } from "node:stream/promises";
import { type CommandOptions, runCommand } from "./command.ts";
import { Fetches } from "./fetches.ts";
import { type Estimated, forecast } from "./forecast.ts";
import { openLog } from "./log.ts";
import { clock, Progress, type Screen } from "./progress.ts";
import { readTimings, writeTimings } from "./timings.ts";

/** A step of set-up. It is either done on this machine or not. An interrupted step is not done. */
export interface Step extends Estimated {
  done(): boolean | Promise<boolean>;
  run(activity: Activity): Promise<void>;
  /** Fetches files for `run` while other steps run. If it fails, `run` fetches them itself. */
  fetch?(activity: Activity): Promise<void>;
}

/** Lets a running step report progress, write to its log and run programs. */
export interface Activity {
  /** Shows what the step does now. */
  say(detail: string): void;
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
  for (const [index, step] of pending.entries()) {
    // An earlier step may have done it: a started engine may have all images.
    if (index > 0 && (await step.done())) continue;
    fetches.beginNext(pending.slice(index + 1));
    const position = { number: index + 1, pending, steps };
    if (!(await runStep(step, position, fetches.of(step), surroundings))) return false;
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
  fetched: Promise<void>,
  { stateDir, cacheDir, out }: Surroundings,
): Promise<boolean> {
  const log = openLog(step.name, stateDir);
  const logFile = log.path as string;
  const timings = readTimings(cacheDir);
  const { seconds: expected, remembered } = forecast(step, steps, timings);
  const later = pending.slice(number).map((each) => forecast(each, steps, timings).seconds);
  const afterwards = later.reduce((all, seconds) => all + seconds, 0);
  const position = `[${number}/${pending.length}]`;
  const progress = new Progress({ position, name: step.name, expected, remembered, afterwards }, out);
  const activity: Activity = {
    say: (detail) => {
      progress.detail = detail;
    },
    note: (text) => {
      log.write(`${text}\n`);
      progress.note(text);
    },
    run: (command, args, options) => runCommand(log, command, args, options),
  };
  try {
    await fetched;
    await step.run(activity);
    progress.end("done in");
    writeTimings(cacheDir, { ...readTimings(cacheDir), [step.name]: Math.round(progress.elapsed) });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.write(`${reason}\n`);
    progress.end("failed after");
    await finished(log.end());
    const tail = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lastLines);
    out.write(`${tail.map((line) => `    ${line}`).join("\n")}\n`);
    out.write(`The whole log is in ${relative(process.cwd(), logFile)}; the next run goes on from here.\n`);
    return false;
  } finally {
    await finished(log.end());
  }
}
