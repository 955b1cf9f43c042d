import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import bcrypt from "bcryptjs";
import { expect } from "vitest";
import { kinds, renderPipeline } from "../../../pipelines/index.ts";
import { type Row, until } from "../standin/ci-client.ts";
import { runnerImage } from "../standin/runner/container.ts";
import { startGitLab, type TestGitLab } from "../standin/server.ts";
import { docker, run } from "../support/command.ts";
import { withCopy } from "../support/examples.ts";
import { freePort, randomName } from "../support/names.ts";
import { reapAtEnd } from "../support/reaped.ts";

/** Docker's default bridge: it means this machine from jobs, and from engines inside of jobs. */
const bridge = "172.17.0.1";

/** A CI variable; with a scope only for jobs of that environment. */
export interface Variable {
  readonly value: string;
  readonly type?: "file";
  readonly masked?: boolean;
}

export interface ProjectDraft {
  readonly example: string;
  /** Default: that of the example. */
  readonly path?: string;
  readonly kind: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly variables?: Readonly<Record<string, Variable>>;
}

/** What a team has: GitLab (the stand-in), its runner, a registry that speaks plain HTTP and wants a login. */
export class Team {
  readonly password = `pw-${randomName()}`;
  readonly #name = randomName();
  readonly #folder = mkdtempSync(join(tmpdir(), "team-"));
  readonly #reap = reapAtEnd(this.#name, this.#folder);
  readonly #registryPort: number;
  readonly #gitlab: TestGitLab;

  private constructor(gitlab: TestGitLab, registryPort: number) {
    this.#gitlab = gitlab;
    this.#registryPort = registryPort;
  }

  /** Address and prefix of the registry's repositories, as jobs see them. */
  get registry(): string {
    return `${bridge}:${this.#registryPort}/docker-local`;
  }

  /** The same as this machine's engine sees them, which trusts loopback without a certificate. */
  get localRegistry(): string {
    return `127.0.0.1:${this.#registryPort}/docker-local`;
  }

  static async start(): Promise<Team> {
    const [gitlab, port] = [await startGitLab({ GITLAB_HOST: "0.0.0.0" }), await freePort()];
    const team = new Team(gitlab, port);
    try {
      await Promise.all([team.#startRegistry(), team.#startRunner()]);
    } catch (error) {
      await team.stop();
      throw error;
    }
    return team;
  }

  async stop(): Promise<void> {
    // Its jobs end with it.
    await docker("stop", "--time=20", `${this.#name}-runner`).catch(() => {});
    await this.#gitlab.stop();
    await this.#reap();
  }

  /** A local image becomes one of the registry. */
  async publish(local: string, repository: string): Promise<void> {
    const reference = `${this.localRegistry}/${repository}`;
    await docker("tag", local, reference);
    await this.#withLogin((config) => docker("--config", config, "push", "--quiet", reference));
    await docker("rmi", reference);
  }

  /** Takes an image of the registry to this machine's engine. @returns its reference here */
  async pulled(repository: string): Promise<string> {
    const reference = `${this.localRegistry}/${repository}`;
    await this.#withLogin((config) => docker("--config", config, "pull", "--quiet", reference));
    return reference;
  }

  /** The tags of a repository, in order; none where there is no such repository. */
  async tags(repository: string): Promise<string[]> {
    const url = `http://${this.localRegistry.replace("/", `/v2/`)}/${repository}/tags/list`;
    const login = Buffer.from(`repouser:${this.password}`).toString("base64");
    const answer = await fetch(url, { headers: { authorization: `Basic ${login}` } });
    const { tags = [] } = (await answer.json()) as { tags?: string[] };
    return tags.sort();
  }

  /** A project with an example's files and its kind's pipeline on `main`, which starts the first pipeline. */
  async project(draft: ProjectDraft): Promise<Project> {
    const { example, path = example, kind: name, options = {}, variables = {} } = draft;
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`There is no kind ${name}`);
    const context = {
      project: path,
      stage: "test",
      privateAuthority: false,
      insecureRegistry: this.registry.split("/")[0] ?? "",
    };
    const pipeline = renderPipeline(kind.pipeline(kind.options.parse(options), context));
    const row = await this.#create("/projects", { name: path, path });
    const registry: Record<string, Variable> = {
      DOCKER_REGISTRY: { value: this.registry },
      DOCKER_REGISTRY_USER: { value: "repouser" },
      AFCRED: { value: this.password, masked: true },
      BASE_IMAGES: { value: `${this.registry}/` },
    };
    for (const [key, { value, type = "env_var", masked = false }] of Object.entries({
      ...registry,
      ...variables,
    })) {
      await this.#create(`/projects/${row.id}/variables`, { key, value, masked, variable_type: type });
    }
    const project = new Project(this.#gitlab, row);
    await project.commit({ ...(await filesOf(example)), ".gitlab-ci.yml": pipeline });
    return project;
  }

  async #create(path: string, json: object): Promise<Row> {
    const answer = await this.#gitlab.api("POST", path, { json });
    expect([path, answer.status, answer.body]).toEqual([path, 201, expect.anything()]);
    return answer.body as Row;
  }

  async #startRegistry(): Promise<void> {
    writeFileSync(join(this.#folder, "htpasswd"), `repouser:${await bcrypt.hash(this.password, 4)}\n`);
    const published = [bridge, "127.0.0.1"].map((ip) => `--publish=${ip}:${this.#registryPort}:5000`);
    await docker(
      ...["run", "--detach", "--name", `${this.#name}-registry`, ...published],
      ...["--env=REGISTRY_AUTH=htpasswd", "--env=REGISTRY_AUTH_HTPASSWD_REALM=test"],
      ...[
        "--env=REGISTRY_AUTH_HTPASSWD_PATH=/own/htpasswd",
        `--volume=${this.#folder}:/own:ro`,
        "registry:3",
      ],
    );
  }

  async #startRunner(): Promise<void> {
    const json = { runner_type: "instance_type", run_untagged: true, tag_list: ["shared", "containers"] };
    const { token } = await this.#create("/user/runners", json);
    const config = join(this.#folder, "runner");
    mkdirSync(config);
    const { port } = new URL(this.#gitlab.url);
    writeFileSync(
      join(config, "config.toml"),
      `concurrent = 3
check_interval = 1
[[runners]]
  name = "${this.#name}"
  url = "http://${bridge}:${port}"
  clone_url = "http://${bridge}:${port}"
  token = "${token}"
  executor = "docker"
  [runners.docker]
    image = "python:3.13-slim"
    privileged = true
    pull_policy = ["if-not-present"]
    volumes = ["/certs/client"]
`,
    );
    const volumes = [
      "--volume=/var/run/docker.sock:/var/run/docker.sock",
      `--volume=${config}:/etc/gitlab-runner:ro`,
      `--volume=${this.#name}:/var/lib/smallboat-runner`,
    ];
    await docker("run", "--detach", "--name", `${this.#name}-runner`, ...volumes, await runnerImage());
  }

  async #withLogin(use: (config: string) => Promise<unknown>): Promise<void> {
    const config = mkdtempSync(join(this.#folder, "docker-"));
    const login = ["--config", config, "login", "--username=repouser", "--password-stdin"];
    await run("docker", [...login, this.localRegistry.split("/")[0] ?? ""], { input: this.password });
    await use(config);
    rmSync(config, { recursive: true });
  }
}

/** A project of the team, and its pipelines. */
export class Project {
  readonly #gitlab: TestGitLab;
  readonly #row: Row;

  constructor(gitlab: TestGitLab, row: Row) {
    this.#gitlab = gitlab;
    this.#row = row;
  }

  /** Commits files to a branch, made from `main` where it is new. @returns the commit's SHA */
  async commit(files: Readonly<Record<string, string>>, branch = "main", action = "create"): Promise<string> {
    const actions = Object.entries(files).map(([file_path, content]) => ({ action, file_path, content }));
    const start = branch === "main" ? {} : { start_branch: "main" };
    const json = { branch, commit_message: "A change", actions, ...start };
    const { body } = await this.#api("POST", "/repository/commits", json);
    return (body as { id: string }).id;
  }

  /** @returns the pipeline of a ref, once there is one, and all its jobs that start by themselves have ended */
  async finished(ref = "main", seconds = 280): Promise<Pipeline> {
    const pipelines = `/pipelines?ref=${ref}`;
    const [row] = await until(
      async () => (await this.#api("GET", pipelines)).body as Row[],
      (found) => found.length > 0,
    );
    const ended = ["success", "failed", "manual", "canceled", "skipped"];
    const path = `/pipelines/${row?.id}`;
    await until(
      async () => (await this.#api("GET", path)).body as Row,
      ({ status }) => ended.includes(String(status)),
      seconds,
    );
    return new Pipeline(
      this.#api.bind(this),
      (await this.#api("GET", `${path}/jobs?per_page=100`)).body as Row[],
    );
  }

  async branch(name: string): Promise<void> {
    await this.#api("POST", `/repository/branches?branch=${name}&ref=main`);
  }

  async tag(name: string): Promise<void> {
    await this.#api("POST", `/repository/tags?tag_name=${name}&ref=main`);
  }

  async #api(verb: string, path: string, json?: unknown) {
    const answer = await this.#gitlab.api(verb, `/projects/${this.#row.id}${path}`, json ? { json } : {});
    if (answer.status >= 400) throw new Error(`${verb} ${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  }
}

type Api = (verb: string, path: string, json?: unknown) => Promise<{ readonly body: unknown }>;

/** A pipeline that has come to its end. */
export class Pipeline {
  readonly #api: Api;
  readonly #jobs: readonly Row[];

  constructor(api: Api, jobs: readonly Row[]) {
    this.#api = api;
    this.#jobs = jobs;
  }

  /** By name; with the log's end for those that failed. */
  async statuses(): Promise<Record<string, string>> {
    const entries = this.#jobs.map(async (job) => {
      const end = job.status === "failed" ? `\n${(await this.log(String(job.name))).slice(-1500)}` : "";
      return [String(job.name), `${job.status}${end}`];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** What a job said, as people read it. */
  async log(name: string): Promise<string> {
    const { body } = await this.#api("GET", `/jobs/${this.#job(name).id}/trace`);
    return stripVTControlCharacters(String(body)).replaceAll("\r", "\n");
  }

  /** Presses the button of a manual job. @returns its status when it has ended, and its log */
  async play(name: string, variables: Readonly<Record<string, string>> = {}): Promise<[string, string]> {
    const { id } = this.#job(name);
    const given = Object.entries(variables).map(([key, value]) => ({ key, value }));
    await this.#api("POST", `/jobs/${id}/play`, { job_variables_attributes: given });
    const { status } = await until(
      async () => (await this.#api("GET", `/jobs/${id}`)).body as Row,
      (job) => ["success", "failed", "canceled"].includes(String(job.status)),
      200,
    );
    return [String(status), await this.log(name)];
  }

  #job(name: string): Row {
    const job = this.#jobs.find((each) => each.name === name);
    if (job === undefined) throw new Error(`There is no job ${name}`);
    return job;
  }
}

function filesOf(example: string): Promise<Record<string, string>> {
  return withCopy(example, async (folder) => {
    const listed = await run("find", [".", "-type", "f", "-printf", "%P\\n"], { cwd: folder });
    const files = listed.split("\n").sort();
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  });
}

/** The lines of a log in which a recorder says how it was called. */
export function recorded(log: string): string[] {
  return log.split("\n").flatMap((line) => (line.startsWith("RECORDED ") ? [line.slice(9)] : []));
}

/** An image with a program that only says how it is called, in place of one that would reach a cloud. */
export async function recorder(base: string, program: string, more = ":"): Promise<string> {
  const reference = `smallboat-test/${program}-recorder:1`;
  const script = `#!/bin/sh\\necho "RECORDED ${program} $*"\\n${more}\\n`;
  const input = `FROM ${base}\nRUN printf '${script}' > /usr/local/bin/${program} && chmod 755 /usr/local/bin/${program}\n`;
  await run("docker", ["build", "--quiet", "--tag", reference, "-"], { input });
  return reference;
}
