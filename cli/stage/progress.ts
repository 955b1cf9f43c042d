import { closeSync, existsSync, mkdirSync, openSync, readFileSync, readSync } from "node:fs";
import { join } from "node:path";
import { beginsChange, isReading, Progress } from "../../lib/changes/index.ts";
import { type EngineEvent, importState, parseEvent, type State } from "../../lib/state/index.ts";
import { isTerminal } from "./confirmation.ts";
import { LiveLines } from "./live-lines.ts";
import { inPrivateFolder } from "./private-folder.ts";
import { pulumiCliOf, watchPulumi } from "./pulumi.ts";

/** Options of an update that asks nothing and shows no outputs. */
export const withoutQuestions = ["--yes", "--skip-preview", "--suppress-outputs"] as const;

/**
 * Runs a command of the Pulumi CLI that changes the stage. On a terminal, a line shows the progress of each stack, and
 * Pulumi's own output goes to a log. Elsewhere Pulumi's own output is shown.
 * @returns the exit code
 */
export function changeStage(stage: string, ...command: string[]): Promise<number> {
  return inPrivateFolder((folder) => run(stage, command, join(folder, "events.jsonl")));
}

/**
 * Runs commands that read resources into the state and then change the stage, one after another as `changeStage` does, until one
 * fails. If they fail before they change anything, the earlier state is written back: the new one records what people have
 * changed, and nobody would find that any more.
 * @param before the state before the first command
 * @returns the exit code of the last command that ran
 */
export function readAndChangeStage(
  stage: string,
  before: State,
  ...commands: readonly (readonly string[])[]
): Promise<number> {
  return inPrivateFolder(async (folder) => {
    const logs: string[] = [];
    let code = 0;
    for (const command of commands) {
      const log = join(folder, `events-${logs.length}.jsonl`);
      logs.push(log);
      code = await run(stage, command, log);
      if (code !== 0) break;
    }
    if (code !== 0 && hasOnlyRead(logs.map(eventsIn))) await importState(pulumiCliOf(stage), before);
    return code;
  });
}

/**
 * True if commands have read resources and begun to change none. A last command without events has not got the stage's lock: then
 * the state is another run's.
 */
function hasOnlyRead(runs: readonly (readonly EngineEvent[])[]): boolean {
  const seen = runs.flat();
  return (runs.at(-1) ?? []).length > 0 && seen.some(isReading) && !seen.some(beginsChange);
}

function eventsIn(file: string): EngineEvent[] {
  const log = existsSync(file) ? readFileSync(file, "utf8") : "";
  return log.split("\n").flatMap((line) => parseEvent(line) ?? []);
}

/** @param events file for the log of events */
function run(stage: string, command: readonly string[], events: string): Promise<number> {
  return isTerminal() ? shownRun(stage, command, events) : watchPulumi(stage, command, { events });
}

async function shownRun(stage: string, command: readonly string[], events: string): Promise<number> {
  const folder = join(".smallboat", "logs");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = join(folder, `${stage}.log`);
  const stdout = openSync(log, "w", 0o600);
  try {
    const code = await followed(events, () => watchPulumi(stage, command, { stdout, events }));
    console.log(`${code === 0 ? "" : "The run failed. "}All that Pulumi said: ${log}`);
    return code;
  } finally {
    closeSync(stdout);
  }
}

/** Shows the progress from a log of events while `work` writes the log. */
async function followed(file: string, work: () => Promise<number>): Promise<number> {
  const progress = new Progress();
  const screen = new LiveLines(process.stdout);
  const read = reader(file);
  const look = () => {
    const said = read().flatMap((line) => progress.note(parseEvent(line) ?? {}));
    const lines = progress.lines();
    screen.show(said, lines.length > 0 ? lines : ["Looking at what runs …"]);
  };
  const timer = setInterval(look, 200);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    look();
    screen.end(progress.lines());
  }
}

/** A function that returns the complete lines that were appended to a file since the last call. */
function reader(file: string): () => string[] {
  let descriptor: number | undefined;
  let rest = Buffer.alloc(0);
  const chunk = Buffer.alloc(1 << 16);
  return () => {
    if (descriptor === undefined && !existsSync(file)) return [];
    descriptor ??= openSync(file, "r");
    for (let length = -1; length !== 0; ) {
      length = readSync(descriptor, chunk);
      rest = Buffer.concat([rest, chunk.subarray(0, length)]);
    }
    const end = rest.lastIndexOf(10) + 1;
    const lines = rest.subarray(0, end).toString("utf8").split("\n").filter(Boolean);
    rest = rest.subarray(end);
    return lines;
  };
}
