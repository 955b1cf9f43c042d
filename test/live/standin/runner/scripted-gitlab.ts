import { execFile } from "node:child_process";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createSecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, normalize } from "node:path";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify, stripVTControlCharacters } from "node:util";
import { onTestFinished, type TestContext } from "vitest";
import type { Job } from "../../../../dev/runner/protocol/job.ts";

const run = promisify(execFile);

/** What a test says of a job; the rest is filled in. */
export type JobDraft = Partial<Omit<Job, "id" | "steps">> & {
  readonly script: readonly string[];
  readonly afterScript?: readonly string[];
};

export interface ScriptedDraft {
  /** Default: plain HTTP. */
  readonly tls?: { readonly key: string; readonly cert: string };
  readonly context?: Pick<TestContext, "onTestFinished">;
}

export interface Upload {
  readonly type: string | null;
  readonly format: string | null;
  readonly name: string;
  readonly content: Buffer;
}

/** What became of a job. */
export class Record {
  readonly job: Job;
  log = Buffer.alloc(0);
  status = "running";
  final: { state: string; failure_reason?: string; exit_code?: number } | undefined;
  readonly uploads: Upload[] = [];
  takenBy = "";

  constructor(job: Job) {
    this.job = job;
  }

  /** The log as people read it. */
  text(): string {
    return stripVTControlCharacters(this.log.toString()).replaceAll("\r", "\n");
  }

  async ended(seconds = 120): Promise<this> {
    return this.until(() => this.final !== undefined, seconds);
  }

  async says(text: string, seconds = 150): Promise<this> {
    return this.until(() => this.log.includes(text), seconds);
  }

  async until(isSo: () => boolean, seconds = 60): Promise<this> {
    for (const end = Date.now() + seconds * 1000; !isSo(); await sleep(50)) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s; the log so far:\n${this.text()}`);
    }
    return this;
  }
}

/**
 * A scripted counterpart for the runner: hands out the jobs a test gives it and notes what comes back. It decides
 * nothing by itself and is no GitLab; the stand-in is tested with the runner elsewhere.
 */
export class ScriptedGitLab {
  readonly #queue: Record[] = [];
  readonly #records = new Map<number, Record>();
  readonly #repository: string;
  #next = 1 + Math.floor(Math.random() * 1_000_000) * 100;
  #port = 0;
  sha = "";
  readonly #scheme: "http" | "https";
  /** Tokens that may ask. */
  tokens = ["glrt-scripted"];
  /** Says for how many pieces of logs it has lost what came before. */
  losses = 0;

  private constructor(repository: string, scheme: "http" | "https") {
    this.#repository = repository;
    this.#scheme = scheme;
  }

  /** Goes when the test is over. @param context that of one of several that run at the same time */
  static async start({ tls, context = { onTestFinished } }: ScriptedDraft = {}): Promise<ScriptedGitLab> {
    const repository = await mkdtemp(join(tmpdir(), "scripted-gitlab-"));
    const gitlab = new ScriptedGitLab(repository, tls ? "https" : "http");
    await gitlab.#commit();
    const listener: RequestListener = (request, response) => {
      gitlab.#answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
    };
    const server = tls ? createSecureServer(tls, listener) : createServer(listener);
    await new Promise<void>((resolve) => server.listen(0, "0.0.0.0", resolve));
    gitlab.#port = (server.address() as AddressInfo).port;
    context.onTestFinished(async () => {
      server.closeAllConnections();
      server.close();
      await rm(repository, { recursive: true });
    });
    return gitlab;
  }

  /** From containers and from this machine. */
  get url(): string {
    return `${this.#scheme}://172.17.0.1:${this.#port}`;
  }

  give({ script, afterScript, ...draft }: JobDraft): Record {
    const id = this.#next++;
    const record = new Record({
      id,
      token: `glcbt-${id}-token`,
      job_info: {
        name: "job",
        stage: "test",
        project_id: 7,
        project_name: "p",
        project_full_path: "group/sub/p",
      },
      git_info: {
        repo_url: `${this.url.replace("//", `//gitlab-ci-token:glcbt-${id}-token@`)}/group/sub/p.git`,
        ref: "main",
        sha: this.sha,
        refspecs: ["+refs/pipelines/5:refs/pipelines/5", "+refs/heads/main:refs/remotes/origin/main"],
      },
      runner_info: { timeout: 120 },
      variables: [],
      image: { name: "python:3.13-slim" },
      ...draft,
      steps: [
        { name: "script", script },
        ...(afterScript ? [{ name: "after_script", script: afterScript }] : []),
      ],
    });
    this.#queue.push(record);
    this.#records.set(id, record);
    return record;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? "", this.url);
    const body = await buffer(request);
    if (pathname.startsWith("/group/sub/p.git/")) return this.#git(request, pathname, response);
    const parts = pathname.replace("/api/v4/", "").split("/");
    if (parts.join("/") === "jobs/request") return this.#request(JSON.parse(body.toString()), response);
    const record = this.#records.get(Number(parts[1]));
    if (!record) return void response.writeHead(404).end();
    const headers = { "Job-Status": record.status, "X-GitLab-Trace-Update-Interval": "1" };
    if (parts[2] === "trace") {
      const start = Number(String(request.headers["content-range"]).split("-")[0]);
      if (this.losses > 0 && start > 0) {
        this.losses--;
        record.log = Buffer.alloc(0);
      }
      const isNext = start === record.log.length;
      if (isNext) record.log = Buffer.concat([record.log, body]);
      return void response
        .writeHead(isNext ? 202 : 416, { ...headers, Range: `0-${record.log.length}` })
        .end();
    }
    if (parts[2] === "artifacts" && request.method === "POST") {
      const type = String(request.headers["content-type"]);
      const form = await new Response(body, { headers: { "Content-Type": type } }).formData();
      const file = form.get("file") as File;
      const [format, kind] = [searchParams.get("artifact_format"), searchParams.get("artifact_type")];
      const content = Buffer.from(await file.arrayBuffer());
      record.uploads.push({ type: kind, format, name: file.name, content });
      return void response.writeHead(201).end();
    }
    if (parts[2] === "artifacts") {
      const archive = record.uploads.find(({ type }) => type === "archive");
      return void response.writeHead(archive ? 200 : 404).end(archive?.content);
    }
    const state = JSON.parse(body.toString());
    if (state.state !== "running") record.final = state;
    response.writeHead(200, headers).end("200");
  }

  #request({ token, system_id }: { token: string; system_id: string }, response: ServerResponse): void {
    if (!this.tokens.includes(token)) return void response.writeHead(403).end();
    const record = this.#queue.shift();
    if (!record) return void response.writeHead(204).end();
    record.takenBy = system_id;
    response.writeHead(201, { "Content-Type": "application/json" }).end(JSON.stringify(record.job));
  }

  /** Git's protocol of plain files, for those who have a job's token. */
  #git(request: IncomingMessage, path: string, response: ServerResponse): void {
    const login = Buffer.from(
      String(request.headers.authorization).replace("Basic ", ""),
      "base64",
    ).toString();
    if (!login.startsWith("gitlab-ci-token:glcbt-")) return void response.writeHead(401).end();
    const file = join(this.#repository, ".git", normalize(path.replace("/group/sub/p.git", "")));
    createReadStream(file)
      .on("error", () => response.writeHead(404).end())
      .pipe(response);
  }

  async #commit(): Promise<void> {
    const git = (...args: string[]) => run("git", args, { cwd: this.#repository });
    await mkdir(join(this.#repository, "folder"));
    await writeFile(join(this.#repository, "folder", "file.txt"), "from the repository\n");
    await writeFile(join(this.#repository, ".hidden"), "hidden\n");
    await git("init", "--quiet", "--initial-branch=main");
    await git("add", ".");
    await git("-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "--quiet", "--message=one");
    this.sha = (await git("rev-parse", "HEAD")).stdout.trim();
    await git("update-ref", "refs/pipelines/5", "HEAD");
    await git("update-server-info");
  }
}
