import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { onTestFinished } from "vitest";
import { freePort } from "../support/names.ts";

const main = resolve(import.meta.dirname, "../../../dev/gitlab/main.ts");

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** What the JSON says; the text itself where it is none. */
  readonly body: unknown;
}

export interface Request {
  /** Default: root's; null for none. */
  readonly token?: string | null;
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | FormData;
}

/** A stand-in of one test, as a process of its own. */
export interface TestGitLab {
  readonly url: string;
  readonly rootToken: string;
  readonly folder: string;
  /** What it wrote to stdout and stderr. */
  readonly output: () => string;
  /** `api("POST", "/projects", { json: { name: "a" } })`; the path is below `/api/v4`. */
  readonly api: (verb: string, path: string, request?: Request) => Promise<Answer>;
  /** Like `kill -9`, and waits for the end. */
  readonly kill: () => Promise<void>;
  /** Starts it again on the same folder and port. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/** Starts a stand-in on a free port and an empty folder. Who calls it stops it, or uses `gitLabOfTest`. */
export async function startGitLab(variables: Readonly<Record<string, string>> = {}): Promise<TestGitLab> {
  const root = await mkdtemp(join(tmpdir(), "smallboat-gitlab-"));
  const [folder, tokenFile] = [join(root, "data"), join(root, "token")];
  const rootToken = `glpat-${randomBytes(15).toString("base64url")}`;
  await writeFile(tokenFile, `${rootToken}\n`, { mode: 0o600 });
  const port = await freePort();
  const env = {
    ...process.env,
    // A server that was killed leaves the folder of its hooks' socket.
    TMPDIR: root,
    GITLAB_DATA: folder,
    GITLAB_ROOT_TOKEN_FILE: tokenFile,
    GITLAB_PORT: String(port),
    GITLAB_FAULTS: "1",
    NODE_NO_WARNINGS: "1",
    ...variables,
  };
  let output = "";
  let child: ChildProcess;
  const start = async () => {
    const started = spawn(process.execPath, [main], { env, stdio: ["ignore", "pipe", "pipe"] });
    child = started;
    started.stderr.on("data", (chunk) => {
      output += chunk;
    });
    await new Promise<void>((listening, fail) => {
      createInterface({ input: started.stdout }).on("line", (line) => {
        output += `${line}\n`;
        if (line.startsWith("listening on ")) listening();
      });
      started.once("exit", (code) => fail(new Error(`the stand-in ended with ${code}: ${output}`)));
    });
  };
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((done) => child.once("exit", done));
    child.kill(signal);
    await ended;
  };
  await start();
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    rootToken,
    folder,
    output: () => output,
    api: (verb, path, request) => ask(`${url}/api/v4${path}`, rootToken, verb, request),
    kill: () => end("SIGKILL"),
    restart: start,
    stop: async () => {
      await end("SIGTERM");
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** A stand-in that goes when the test is over. */
export async function gitLabOfTest(variables?: Readonly<Record<string, string>>): Promise<TestGitLab> {
  const gitlab = await startGitLab(variables);
  onTestFinished(gitlab.stop);
  return gitlab;
}

async function ask(url: string, rootToken: string, verb: string, request: Request = {}): Promise<Answer> {
  const { token = rootToken, json, headers, body } = request;
  const answer = await fetch(url, {
    method: verb,
    redirect: "manual",
    headers: {
      ...(token !== null && { "private-token": token }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(json !== undefined ? { body: JSON.stringify(json) } : body !== undefined && { body }),
  });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
