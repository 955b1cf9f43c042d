import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";

/** The result of a command. */
export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions extends Pick<SpawnOptions, "cwd" | "env"> {
  /** The command's standard input; default: empty. */
  readonly input?: string;
  /** Runs it in its own process group, so that all of it can be killed. */
  readonly detached?: boolean;
}

/** A running command. */
export interface Running {
  readonly child: ChildProcess;
  readonly outcome: Promise<Outcome>;
}

export function start(command: string, args: readonly string[], options: CommandOptions = {}): Running {
  const { input, ...rest } = options;
  const child = spawn(command, args, { ...rest, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.on("error", () => {}).end(input);
  const code = new Promise<number | null>((resolve, reject) =>
    child.on("error", reject).on("close", resolve),
  );
  const outcome = Promise.all([code, text(child.stdout), text(child.stderr)]);
  return { child, outcome: outcome.then(([code, stdout, stderr]) => ({ code, stdout, stderr })) };
}

/** Waits for a condition while a command runs. @throws Error if the command ends before */
export async function until(condition: () => Promise<boolean>, { child, outcome }: Running): Promise<void> {
  while (!(await condition())) {
    if (child.exitCode !== null) throw new Error(`The command ended: ${JSON.stringify(await outcome)}`);
    await sleep(20);
  }
}

/** Runs a command to its end, failed or not. */
export function attempt(
  command: string,
  args: readonly string[],
  options?: CommandOptions,
): Promise<Outcome> {
  return start(command, args, options).outcome;
}

/** As `attempt`. @returns its standard output, trimmed @throws Error with all that a failed command said */
export async function run(
  command: string,
  args: readonly string[],
  options?: CommandOptions,
): Promise<string> {
  const { code, stdout, stderr } = await attempt(command, args, options);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${stdout}${stderr}`);
  return stdout.trim();
}

/** Calls the docker command on this machine's engine. @returns its output, trimmed */
export function docker(...args: string[]): Promise<string> {
  return run("docker", args);
}

/** The lines that the docker command prints, in order. */
export async function dockerLines(...args: string[]): Promise<string[]> {
  return (await docker(...args)).split("\n").filter(Boolean).sort();
}
