import { spawn } from "node:child_process";

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  /** Receives the program's output. Without it, the output is part of the error. */
  readonly onOutput?: (piece: Buffer) => void;
  readonly signal?: AbortSignal;
}

/** Runs a program. @returns its output @throws with the program's own message */
export function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const { cwd, env = process.env, input, onOutput, signal } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, signal, stdio: "pipe" });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on("data", (piece: Buffer) => {
      out.push(piece);
      onOutput?.(piece);
    });
    child.stderr.on("data", (piece: Buffer) => {
      err.push(piece);
      onOutput?.(piece);
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) return resolve(Buffer.concat(out).toString().trim());
      const words = Buffer.concat(err).toString().trim();
      reject(new Error(onOutput || words === "" ? `${command} ended with exit code ${code}` : words));
    });
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}
