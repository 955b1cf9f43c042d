import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { noteRun } from "../../lib/locks/index.ts";
import { ProblemError } from "../../lib/problems/index.ts";
import { errorsOf, type PulumiCli } from "../../lib/state/index.ts";
import { explainedLine, isOfSavedPlan } from "./pulumi-messages.ts";

/** A failed command of the Pulumi CLI. The message is the CLI's own, or a problem's line for a known message. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Where a command's output goes. */
export interface Watching {
  /** A file's descriptor, or nowhere; default: where ours go. */
  readonly stdout?: number | "ignore";
  /** File for the log of events. Default: none. */
  readonly events?: string;
}

/** Runs a command of the Pulumi CLI on a stage and shows its output. Error messages are always shown. @returns its exit code */
export async function watchPulumi(
  stage: string,
  command: readonly string[],
  { stdout, events }: Watching,
): Promise<number> {
  const options = [
    ...(events === undefined ? [] : ["--event-log", events]),
    ...(stdout === undefined ? [] : ["--non-interactive"]),
  ];
  const child = spawn("pulumi", [...command, "--stack", stage, ...options], {
    stdio: ["inherit", stdout ?? "inherit", "pipe"],
    // The log of events is an option of those who debug the CLI, and of its Automation API.
    ...(events !== undefined && { env: { ...process.env, PULUMI_DEBUG_COMMANDS: "true" } }),
  });
  const release = handOverSignals(child);
  const forget = noteLocking(stage, child, command);
  const ended = exitCode(child).finally(release).finally(forget);
  createInterface({ input: child.stderr as Readable }).on("line", (line) => {
    if (!isOfSavedPlan(line)) console.error(explainedLine(line, stage));
  });
  return ended;
}

/** The Pulumi CLI on a stage, without output and questions. A command that fails throws a CommandError. */
export function pulumiCliOf(stage: string): PulumiCli {
  return async (command, input = "") => {
    const child = spawn("pulumi", [...command, "--stack", stage, "--non-interactive"], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    const forget = noteLocking(stage, child, command);
    child.stdin.on("error", () => {}).end(input);
    const ended = exitCode(child).finally(forget);
    const [code, stdout, stderr] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
    if (code === 0) return stdout;
    const said = stderr.trim().split("\n");
    const lines = [errorsOf(stdout).trim(), ...said.map((line) => explainedLine(line, stage))];
    throw new CommandError(lines.filter(Boolean).join("\n"));
  };
}

/** Maps and lists of a stage's settings, by their keys such as `smallboat:hosts`. */
export type StageSettings = Readonly<Record<string, object | undefined>>;

/** @param options such as `--show-secrets` @throws CommandError */
export async function readSettings(cli: PulumiCli, ...options: readonly string[]): Promise<StageSettings> {
  const config: Readonly<Record<string, { readonly objectValue?: object }>> = JSON.parse(
    await cli(["config", "--json", ...options]),
  );
  return Object.fromEntries(Object.entries(config).map(([key, { objectValue }]) => [key, objectValue]));
}

/** A map or a list of the stage's settings. @throws CommandError */
export async function readSetting<Value>(
  cli: PulumiCli,
  key: string,
  ...options: readonly string[]
): Promise<Value | undefined> {
  return (await readSettings(cli, ...options))[key] as Value | undefined;
}

/** Notes a command that will take the stage's lock. @returns a function that removes the note */
function noteLocking(stage: string, { pid }: ChildProcess, command: readonly string[]): () => void {
  const isLocking = /^(up|destroy|refresh|stack (import|init))\b/.test(command.join(" "));
  return isLocking && !command.includes("--preview-only") ? noteRun(stage, pid) : () => {};
}

/**
 * A terminal sends an interrupt to both processes, and the CLI decides how to end. A signal to this process alone is
 * passed on.
 */
function handOverSignals(child: ChildProcess): () => void {
  const wait = () => {};
  const forward = () => child.kill("SIGTERM");
  process.on("SIGINT", wait).on("SIGTERM", forward);
  return () => void process.off("SIGINT", wait).off("SIGTERM", forward);
}

async function exitCode(child: ChildProcess): Promise<number> {
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return code ?? 1;
  } catch {
    const remedy = 'run "make setup", then eval "$(make env)"';
    throw new ProblemError([{ path: "PATH", expected: "the Pulumi CLI", found: "no pulumi", remedy }]);
  }
}
