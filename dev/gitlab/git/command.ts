import { spawn } from "node:child_process";
import { buffer, text } from "node:stream/consumers";

/** A bare repository, or its form with the objects of a push that is not accepted yet. */
export interface Repository {
  readonly path: string;
  /** The folder of a push's objects before they belong to the repository. */
  readonly quarantine?: Readonly<Record<string, string>>;
}

export interface GitOptions {
  /** Git's standard input; default: empty. */
  readonly input?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are answers, not failures; default: 0 alone. */
  readonly answers?: readonly number[];
}

export interface Answer {
  readonly code: number;
  readonly output: Buffer;
}

/** A git command that failed. */
export class GitError extends Error {
  readonly code: number | null;
  readonly stderr: string;
  constructor(args: readonly string[], code: number | null, stderr: string) {
    super(`git ${args[0]} ended with ${code}: ${stderr.trim()}`);
    this.name = "GitError";
    this.code = code;
    this.stderr = stderr;
  }
}

/** Settings of each git process of the server. The machine's own configuration is not used. */
const settings: Readonly<Record<string, string>> = {
  "safe.directory": "*",
  "core.quotePath": "false",
  "core.filesRefLockTimeout": "2000",
  "core.packedRefsTimeout": "2000",
  "diff.renames": "true",
};

/**
 * The whole environment of a git process. It inherits nothing from the server's own process. @param added
 * further settings of this process
 */
export function gitEnvironment(
  variables: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const all = Object.entries({ ...settings, ...added });
  const pairs = all.flatMap(([key, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ]);
  return {
    PATH: process.env.PATH ?? "/usr/local/bin:/usr/bin:/bin",
    LC_ALL: "C.UTF-8",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_TERMINAL_PROMPT: "0",
    GIT_LITERAL_PATHSPECS: "1",
    GIT_CONFIG_COUNT: String(all.length),
    ...Object.fromEntries(pairs),
    ...variables,
  };
}

/** Runs git in a repository to its end. @throws GitError */
export async function ask(repository: Repository, args: string[], options: GitOptions = {}): Promise<Answer> {
  const env = gitEnvironment({ GIT_DIR: repository.path, ...repository.quarantine, ...options.env });
  const child = spawn("git", args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on("error", reject).on("close", resolve);
  });
  child.stdin.on("error", () => {}).end(options.input);
  const [code, output, stderr] = await Promise.all([ended, buffer(child.stdout), text(child.stderr)]);
  if (code === null || !(options.answers ?? [0]).includes(code)) throw new GitError(args, code, stderr);
  return { code, output };
}

/** As `ask`. @returns what git printed, without the line's end */
export async function git(repository: Repository, args: string[], options?: GitOptions): Promise<string> {
  return (await ask(repository, args, options)).output.toString("utf8").replace(/\n$/, "");
}
