import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Progress } from "../../lib/changes/index.ts";
import {
  type EngineEvent,
  exportState,
  importState,
  isReading,
  parseEvent,
  type State,
  withEarlierRecords,
} from "../../lib/state/index.ts";
import { isTerminal } from "./confirmation.ts";
import { LiveLines } from "./live-lines.ts";
import { inPrivateFolder } from "./private-folder.ts";
import { pulumiCliOf, watchPulumi } from "./pulumi.ts";
import { readAppended } from "./read-appended.ts";

/** Options of an update that asks nothing and shows no outputs. */
export const withoutQuestions = ["--yes", "--skip-preview", "--suppress-outputs"] as const;

export interface RunResult {
  /** The exit code of the last command of the Pulumi CLI that ran. */
  readonly code: number;
  /** True if something has changed, or has begun to. */
  readonly isChanging: boolean;
}

/**
 * Runs a command of the Pulumi CLI that changes the stage. On a terminal, a line shows the progress of each place. Elsewhere a line
 * says when a place has ended, and what is waited for. Pulumi's own output goes to a log. With VERBOSE=1 it is shown instead.
 */
export function changeStage(stage: string, ...command: string[]): Promise<RunResult> {
  return inPrivateFolder((folder) => run(stage, [[command, join(folder, "events.jsonl")]]));
}

/**
 * Runs commands that read resources into the state and then change the stage, one after another as `changeStage` does, until one
 * fails. After a failure, resources that were read and not changed get their earlier records back: the new ones say what people
 * have changed, and nobody would find that any more.
 * @param before the state before the first command
 */
export function readAndChangeStage(
  stage: string,
  before: State,
  ...commands: readonly (readonly string[])[]
): Promise<RunResult> {
  return inPrivateFolder(async (folder) => {
    const logged = commands.map((command, index): Logged => [command, join(folder, `events-${index}.jsonl`)]);
    const result = await run(stage, logged);
    if (result.code !== 0) {
      const logs = logged.map(([, log]) => log).filter((log) => existsSync(log));
      await forgetReadings(stage, before, logs.map(eventsIn));
    }
    return result;
  });
}

async function forgetReadings(
  stage: string,
  before: State,
  runs: readonly (readonly EngineEvent[])[],
): Promise<void> {
  // A last command without events did not get the stage's lock. Then the state is another run's.
  if ((runs.at(-1) ?? []).length === 0 || !runs.flat().some(isReading)) return;
  const cli = pulumiCliOf(stage);
  const state = withEarlierRecords(await exportState(cli), before, runs.flat());
  if (state) await importState(cli, state);
}

function eventsIn(file: string): EngineEvent[] {
  return readFileSync(file, "utf8")
    .split("\n")
    .flatMap((line) => parseEvent(line) ?? []);
}

/** A command of the CLI, and the file for its log of events. */
type Logged = readonly [command: readonly string[], events: string];

async function run(stage: string, commands: readonly Logged[]): Promise<RunResult> {
  const isVerbose = process.env.VERBOSE === "1";
  const folder = join(".smallboat", "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = join(folder, `${stage}.log`);
  const stdout = isVerbose ? undefined : openSync(log, "w", 0o600);
  const progress = new Progress();
  const show = isVerbose ? () => {} : isTerminal() ? onTerminal(progress) : inLog(progress);
  let code = 0;
  try {
    for (const [command, events] of commands) {
      const options = { events, ...(stdout !== undefined && { stdout }) };
      code = await followed(progress, events, show, () => watchPulumi(stage, command, options));
      if (code !== 0) break;
    }
  } finally {
    if (stdout !== undefined) closeSync(stdout);
  }
  show([], true);
  if (!isVerbose) console.log(`${code === 0 ? "" : "The run failed. "}Pulumi's own output: ${log}`);
  return { code, isChanging: progress.isChanging };
}

/** Shows new messages and the progress. */
type Show = (said: readonly string[], isEnd?: boolean) => void;

function onTerminal(progress: Progress): Show {
  const screen = new LiveLines(process.stdout);
  return (said, isEnd = false) => {
    const lines = progress.lines();
    if (isEnd) screen.end(lines);
    else screen.show(said, lines.length > 0 ? lines : ["Looking at what runs …"]);
  };
}

function inLog(progress: Progress): Show {
  return (said, isEnd = false) => {
    for (const line of [...said, ...progress.news(isEnd)]) console.log(line);
  };
}

/** Follows a log of events while `work` writes it. */
async function followed(progress: Progress, file: string, show: Show, work: () => Promise<number>) {
  const read = readAppended(file);
  const look = () => show(read().flatMap((line) => progress.note(parseEvent(line) ?? {})));
  const timer = setInterval(look, 200);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    look();
  }
}
