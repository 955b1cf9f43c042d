import { setTimeout as sleep } from "node:timers/promises";
import { expect } from "vitest";
import type { Ended, JobEntity, Repository } from "./team.ts";

/** How a pipeline ended, and what its jobs said, by the name of the job. */
export interface Said {
  readonly status: string;
  readonly logs: Readonly<Record<string, string>>;
}

export interface Comment {
  readonly id: number;
  readonly body: string;
}

type Files = Readonly<Record<string, string | null>>;

/** The merge requests of a project, and the pipelines of its default branch, as people work with them. */
export class MergeRequests {
  readonly #project: Repository;

  constructor(project: Repository) {
    this.#project = project;
  }

  /**
   * Opens a merge request that changes these files, or deletes those without a text.
   * @param isQuiet true for one without a pipeline of its own. Default: false
   * @returns its number
   */
  async open(branch: string, files: Files, { isQuiet = false } = {}): Promise<number> {
    const message = isQuiet ? { commit_message: `${branch} [skip ci]` } : {};
    await this.#project.push(branch, files, { start_branch: "main", ...message });
    const request = { source_branch: branch, target_branch: "main", title: branch };
    expect(await this.#project.byHand("POST", "/merge_requests", request)).toBe(201);
    const [made] = await this.#list<{ iid: number }>(`/merge_requests?source_branch=${branch}`);
    return made?.iid ?? 0;
  }

  async close(iid: number): Promise<void> {
    expect(await this.#project.byHand("PUT", `/merge_requests/${iid}`, { state_event: "close" })).toBe(200);
  }

  /** Merges. @returns the pipeline of the merge at its end */
  async merge(iid: number): Promise<Ended> {
    expect(await this.#project.byHand("PUT", `/merge_requests/${iid}/merge`, {})).toBe(200);
    const [main] = await this.#list<{ id: string }>("/repository/commits?ref_name=main&per_page=1");
    return this.#project.pipeline(main?.id ?? "");
  }

  /** What people and the program wrote, the oldest first. */
  async comments(iid: number): Promise<Comment[]> {
    const notes = await this.#list<Comment & { system: boolean }>(`/merge_requests/${iid}/notes?sort=asc`);
    return notes.filter(({ system }) => !system);
  }

  /** Its own pipeline, at its end. */
  async pipeline(iid: number): Promise<Ended> {
    return this.#project.ended(await this.#pipelineId(iid));
  }

  /** A job of its own pipeline, as it is now. */
  async job(iid: number, name: string): Promise<JobEntity | undefined> {
    const jobs = await this.#list<JobEntity>(`/pipelines/${await this.#pipelineId(iid)}/jobs`);
    return jobs.find((job) => job.name === name);
  }

  /** Plays a schedule. */
  async play(description: string): Promise<Said> {
    const schedules = await this.#list<{ id: number; description: string }>("/pipeline_schedules");
    const id = schedules.find((each) => each.description === description)?.id;
    return this.#started("schedule", `/pipeline_schedules/${id}/play`, {});
  }

  /** Runs a pipeline of the default branch with these variables. */
  async run(variables: Readonly<Record<string, string>>): Promise<Said> {
    const list = Object.entries(variables).map(([key, value]) => ({ key, value }));
    return this.#started("api", "/pipeline", { ref: "main", variables: list });
  }

  /** Plays a manual job. @returns its log, once it has ended */
  async start(job: JobEntity | undefined): Promise<string> {
    expect(await this.#project.byHand("POST", `/jobs/${job?.id}/play`)).toBe(200);
    const status = async () => ((await this.#project.get(`/jobs/${job?.id}`)) as JobEntity).status;
    await expect.poll(status, { timeout: 300_000, interval: 500 }).toMatch(/success|failed/);
    return this.#project.log(job);
  }

  async #started(source: string, path: string, body: object): Promise<Said> {
    const all = async () => this.#list<{ id: number }>(`/pipelines?source=${source}`);
    const before = new Set((await all()).map(({ id }) => id));
    expect(await this.#project.byHand("POST", path, body)).toBe(201);
    for (;;) {
      const made = (await all()).find(({ id }) => !before.has(id));
      if (made) return this.said(await this.#project.ended(made.id));
      await sleep(200);
    }
  }

  async said({ status, jobs }: Ended): Promise<Said> {
    const logs = Object.entries(jobs).map(async ([job, row]) => [job, await this.#project.log(row)] as const);
    return { status, logs: Object.fromEntries(await Promise.all(logs)) };
  }

  async #pipelineId(iid: number): Promise<number> {
    for (;;) {
      const all = await this.#list<{ id: number; source: string }>(`/merge_requests/${iid}/pipelines`);
      const own = all.find(({ source }) => source === "merge_request_event");
      if (own) return own.id;
      await sleep(200);
    }
  }

  async #list<Item>(path: string): Promise<Item[]> {
    return ((await this.#project.get(path)) ?? []) as Item[];
  }
}
