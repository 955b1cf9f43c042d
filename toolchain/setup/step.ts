import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { finished } from "node:stream/promises";
import { type CommandOptions, runCommand } from "./command.ts";
import { clock, Progress, type Screen } from "./progress.ts";
import { readTimings, writeTimings } from "./timings.ts";

/** One thing that a machine has or has not. A step that was interrupted is simply not done yet. */
export interface Step {
  readonly name: string;
  /** How long it is expected to take on two cores from nothing, in seconds. */
  readonly seconds: number;
  done(): boolean | Promise<boolean>;
  run(activity: Activity): Promise<void>;
}

/** A running step's way to the screen, to its log and to other programs. */
export interface Activity {
  /** What is going on now. */
  say(detail: string): void;
  /** A line that stays on the screen and in the log. */
  note(text: string): void;
  run(command: string, args: readonly string[], options?: CommandOptions): Promise<void>;
}

export interface Surroundings {
  /** Keeps `logs/` and `timings.json`. */
  readonly stateDir: string;
  readonly out: Screen;
}

const lastLines = 15;

/** Runs, in order, the steps that are not done. True when all of them are done afterwards. */
export async function runSteps(steps: readonly Step[], { stateDir, out }: Surroundings): Promise<boolean> {
  const start = performance.now();
  const done = await Promise.all(steps.map((step) => step.done()));
  const pending = steps.filter((_, index) => !done[index]);
  for (const [index, step] of pending.entries()) {
    // An earlier step may have brought it: a started engine may hold all images.
    if (index > 0 && (await step.done())) continue;
    const position = `[${index + 1}/${pending.length}]`;
    if (!(await runStep(step, position, { stateDir, out }))) return false;
  }
  const elapsed = (performance.now() - start) / 1000;
  out.write(
    pending.length === 0
      ? `Set-up: everything is in place (${elapsed.toFixed(1)} s).\n`
      : `Set-up complete: ${pending.length} of ${steps.length} steps in ${clock(elapsed)}.\n`,
  );
  return true;
}

async function runStep(step: Step, position: string, { stateDir, out }: Surroundings): Promise<boolean> {
  const logFile = join(stateDir, "logs", `${step.name.toLowerCase().replace(/[^a-z0-9.]+/g, "-")}.log`);
  mkdirSync(join(stateDir, "logs"), { recursive: true });
  const log = createWriteStream(logFile);
  const timings = readTimings(stateDir);
  const remembered = timings[step.name];
  const progress = new Progress(
    {
      position,
      name: step.name,
      expected: remembered ?? step.seconds,
      remembered: remembered !== undefined,
    },
    out,
  );
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
    await step.run(activity);
    progress.end("done in");
    writeTimings(stateDir, { ...timings, [step.name]: Math.round(progress.elapsed) });
    return true;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.write(`${reason}\n`);
    progress.end("failed after");
    await finished(log.end());
    const tail = readFileSync(logFile, "utf8").trimEnd().split("\n").slice(-lastLines);
    out.write(`${tail.map((line) => `    ${line}`).join("\n")}\n`);
    out.write(`The whole log is in ${relative(process.cwd(), logFile)}; \`make setup\` goes on from here.\n`);
    return false;
  } finally {
    log.end();
  }
}
