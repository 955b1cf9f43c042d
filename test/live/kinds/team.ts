import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import bcrypt from "bcryptjs";
import { expect } from "vitest";
import { kinds, renderPipeline } from "../../../lib/pipelines/index.ts";
import type { Row } from "../standin/ci-client.ts";
import { runnerImage } from "../standin/runner/container.ts";
import { startGitLab, type TestGitLab } from "../standin/server.ts";
import { docker, run } from "../support/command.ts";
import { withCopy } from "../support/examples.ts";
import { healthy } from "../support/healthy.ts";
import { freePort, randomName } from "../support/names.ts";
import { reapAtEnd } from "../support/reaped.ts";
import { Project, shorter } from "./project.ts";

/** Docker's default bridge: it means this machine from jobs, and from engines inside of jobs. */
const bridge = "172.17.0.1";

/** A CI variable. */
export interface Variable {
  readonly value: string;
  /** Only for jobs of this environment, or of those that its stars match. */
  readonly environment?: string;
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
  /** Jobs of the pipeline that are left out of it. */
  readonly without?: readonly string[];
  /** Jobs that are the same in every pipeline: `shorten` leaves them out of later ones. */
  readonly once?: readonly string[];
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
    const { without = [], once = [] } = draft;
    const kind = kinds[name];
    if (kind === undefined) throw new Error(`There is no kind ${name}`);
    const context = {
      project: path,
      stage: "test",
      privateAuthority: false,
      insecureRegistry: this.registry.split("/")[0] ?? "",
    };
    const { jobs, ...rest } = kind.pipeline(kind.options.parse(options), context);
    const pipeline = (...without: readonly string[]) => {
      const left = Object.entries(jobs).filter(([job]) => !without.includes(job));
      return renderPipeline({ ...rest, jobs: Object.fromEntries(left) });
    };
    const row = await this.#create("/projects", { name: path, path });
    const registry: Record<string, Variable> = {
      DOCKER_REGISTRY: { value: this.registry },
      DOCKER_REGISTRY_USER: { value: "repouser" },
      AFCRED: { value: this.password, masked: true },
      BASE_IMAGES: { value: `${this.registry}/` },
    };
    for (const [key, variable] of Object.entries({ ...registry, ...variables })) {
      const { value, type: variable_type = "env_var", masked = false, environment = "*" } = variable;
      const json = { key, value, masked, variable_type, environment_scope: environment };
      await this.#create(`/projects/${row.id}/variables`, json);
    }
    const project = new Project(this.#gitlab, row);
    const pipelines = {
      ".gitlab-ci.yml": pipeline(...without),
      ...(once.length > 0 && { [shorter]: pipeline(...without, ...once) }),
    };
    await project.commit({ ...(await filesOf(example)), ...pipelines });
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
    const container = `${this.#name}-registry`;
    await docker(
      ...["run", "--detach", "--name", container, ...published],
      ...["--env=REGISTRY_AUTH=htpasswd", "--env=REGISTRY_AUTH_HTPASSWD_REALM=test"],
      ...[
        "--env=REGISTRY_AUTH_HTPASSWD_PATH=/own/htpasswd",
        `--volume=${this.#folder}:/own:ro`,
        "registry:3",
      ],
    );
    await healthy(container, ["wget", "-q", "--spider", "http://127.0.0.1:5000/"]);
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

function filesOf(example: string): Promise<Record<string, string>> {
  return withCopy(example, async (folder) => {
    const listed = await run("find", [".", "-type", "f", "-printf", "%P\\n"], { cwd: folder });
    const files = listed.split("\n").sort();
    return Object.fromEntries(files.map((file) => [file, readFileSync(join(folder, file), "utf8")]));
  });
}
