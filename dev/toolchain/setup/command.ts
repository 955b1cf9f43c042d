import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Writable } from "node:stream";

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment. */
  readonly env?: Record<string, string>;
  /** Called with each line the command prints. */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a command and writes its output to the log. The command ends with this process. Rejects if it cannot start or fails.
 */
export async function runCommand(
  log: Writable,
  command: string,
  args: readonly string[],
  { cwd, env, onLine }: CommandOptions = {},
): Promise<void> {
  const shown = [command, ...args].join(" ");
  log.write(`$ ${shown}\n`);
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const stop = () => child.kill();
  process.once("exit", stop);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => log.write(chunk));
    if (onLine) createInterface({ input: stream }).on("line", onLine);
  }
  await new Promise<void>((done, fail) => {
    child.on("error", (cause: NodeJS.ErrnoException) => {
      fail(new Error(cause.code === "ENOENT" ? `${command} is not installed` : cause.message));
    });
    child.on("close", (code, signal) => {
      process.off("exit", stop);
      if (code === 0) done();
      else fail(new Error(`\`${shown}\` ended with ${signal ?? `exit code ${code}`}`));
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
