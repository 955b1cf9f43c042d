import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { type Cause, causeOf } from "./cause.ts";

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Record<string, string>;
  /** Called with each line the command prints. */
  readonly onLine?: (line: string) => void;
  /** True if the command fetches from a server. If the server is away, it runs again. Default: false. */
  readonly fetches?: boolean;
  /** Seconds before each repetition. Default: for a server that is away for a minute. */
  readonly pauses?: readonly number[];
}

/** A command that ended with an error. */
export class CommandFailure extends Error {
  /** Undefined if the output does not tell a known cause. */
  readonly reason: Cause | undefined;

  constructor(message: string, reason: Cause | undefined) {
    super(message);
    this.reason = reason;
  }
}

/** Together a bit more than a minute. */
const defaultPauses = [5, 10, 20, 40];

/** Characters of a command's output that are searched for the cause of its failure. */
const searched = 20_000;

/**
 * Runs a command and writes its output to the log. The command ends with this process.
 * Rejects if it cannot start, or with a `CommandFailure`.
 */
export async function runCommand(
  log: Writable,
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<void> {
  const { fetches = false, pauses = defaultPauses } = options;
  for (const pause of fetches ? pauses : []) {
    try {
      return await runOnce(log, command, args, options);
    } catch (error) {
      if (!(error instanceof CommandFailure && error.reason?.kind === "away")) throw error;
      log.write(`${error.reason.text}. Again in ${pause} s.\n`);
      await sleep(pause * 1000);
    }
  }
  return runOnce(log, command, args, options);
}

async function runOnce(
  log: Writable,
  command: string,
  args: readonly string[],
  { cwd, env, onLine }: CommandOptions,
): Promise<void> {
  const shown = [command, ...args].join(" ");
  log.write(`$ ${shown}\n`);
  let output = "";
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill();
  process.once("exit", stop);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log.write(chunk);
      output = (output + chunk).slice(-searched);
    });
    if (onLine) createInterface({ input: stream }).on("line", onLine);
  }
  await new Promise<void>((done, fail) => {
    child.on("error", (cause: NodeJS.ErrnoException) => {
      fail(new Error(cause.code === "ENOENT" ? `${command} is not installed` : cause.message));
    });
    child.on("close", (code, signal) => {
      process.off("exit", stop);
      if (code === 0) done();
      else
        fail(new CommandFailure(`\`${shown}\` ended with ${signal ?? `exit code ${code}`}`, causeOf(output)));
    });
  });
}

/** The output of a short command. Undefined if it cannot run or fails. */
export function outputOf(command: string, args: readonly string[]): string | undefined {
  // Otherwise Pulumi would first ask a server for new versions.
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  try {
    return execFileSync(command, args, { encoding: "utf8", env, stdio: ["ignore", "pipe", "ignore"] });
  } catch {
    return undefined;
  }
}
