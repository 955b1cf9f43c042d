import { stripVTControlCharacters } from "node:util";
import { type Row, until } from "../standin/ci-client.ts";
import type { TestGitLab } from "../standin/server.ts";

/** The file whose pipelines are without the jobs that only the first one has to show. */
export const shorter = "shorter.gitlab-ci.yml";

/** A project of the team, and its pipelines. */
export class Project {
  readonly #gitlab: TestGitLab;
  readonly #row: Row;

  constructor(gitlab: TestGitLab, row: Row) {
    this.#gitlab = gitlab;
    this.#row = row;
  }

  get id(): number {
    return this.#row.id;
  }

  /** Commits files to a branch, made from `main` where it is new. @returns the commit's SHA */
  async commit(files: Readonly<Record<string, string>>, branch = "main", action = "create"): Promise<string> {
    const actions = Object.entries(files).map(([file_path, content]) => ({ action, file_path, content }));
    const start = branch === "main" ? {} : { start_branch: "main" };
    const json = { branch, commit_message: "A change", actions, ...start };
    const { body } = await this.#api("POST", "/repository/commits", json);
    return (body as { id: string }).id;
  }

  /** From now on pipelines are without the jobs of which the draft says that they run once. */
  async shorten(): Promise<void> {
    await this.#api("PUT", "", { ci_config_path: shorter });
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

  /** By name: whether it runs, and its address. */
  async environments(): Promise<Record<string, [state: unknown, url: unknown]>> {
    const rows = (await this.#api("GET", "/environments")).body as Row[];
    return Object.fromEntries(rows.map((row) => [String(row.name), [row.state, row.external_url]]));
  }

  async setVariable(name: string, value: string): Promise<void> {
    await this.#api("PUT", `/variables/${name}`, { value });
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
