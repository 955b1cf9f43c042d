import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import type { GitLabClient } from "../../../lib/gitlab/client.ts";
import { docker } from "../support/command.ts";
import { byHand, standinOf } from "../support/gitlab.ts";
import type { Project } from "../support/project.ts";

/** The folder of the checkout's files. */
export const checkout = fileURLToPath(new URL("../../../", import.meta.url));

const subnet = "{{(index .IPAM.Config 0).Subnet}}";

/** The address of Docker's default bridge: the same for a shell, the engine, CI jobs and the engines inside them. */
export async function bridgeAddress(): Promise<string> {
  return (await docker("network", "inspect", "bridge", "--format", subnet)).replace(/0\/\d+$/, "1");
}

/** A pipeline that has come to its end. */
export interface Ended {
  readonly id: number;
  readonly status: string;
  /** By the name of the job. */
  readonly jobs: Readonly<Record<string, JobEntity>>;
}

export interface JobEntity {
  readonly id: number;
  readonly name: string;
  readonly status: string;
  readonly duration: number | null;
  readonly queued_duration: number | null;
}

function isEnded({ status }: JobEntity): boolean {
  return ["success", "failed", "canceled", "skipped"].includes(status);
}

type Action = "create" | "update" | "delete";

/** A project of a stage's GitLab as people work with it. */
export class Repository {
  readonly #gitlab: GitLabClient & { readonly token: string };
  readonly #path: string;

  constructor(gitlab: GitLabClient & { readonly token: string }, path: string) {
    this.#gitlab = gitlab;
    this.#path = `/projects/${encodeURIComponent(path)}`;
  }

  static async of(project: Project, name: string): Promise<Repository> {
    return new Repository(await standinOf(project), `smallboat-${project.stage}/${name}`);
  }

  get(path: string): Promise<unknown> {
    return this.#gitlab.request("GET", `${this.#path}${path}`);
  }

  /** Calls the API as people do by hand. @returns the status of the answer */
  byHand(method: string, path: string, body?: object): Promise<number> {
    return byHand(this.#gitlab, method, `${this.#path}${path}`, body);
  }

  /** Commits to a branch. @returns the commit's id */
  async push(
    branch: string,
    files: Readonly<Record<string, string | null>>,
    more: { readonly start_branch?: string; readonly action?: Action; readonly commit_message?: string } = {},
  ): Promise<string> {
    const { action = "update", ...rest } = more;
    const actions = Object.entries(files).map(([file_path, content]) =>
      content === null ? { action: "delete", file_path } : { action, file_path, content },
    );
    const body = { branch, commit_message: `Change ${Object.keys(files).join(", ")}`, actions, ...rest };
    const made = await this.#gitlab.request("POST", `${this.#path}/repository/commits`, body);
    return (made as { id: string }).id;
  }

  /** The pipeline of a commit, which comes a while after it, at its end. */
  async pipeline(sha: string): Promise<Ended> {
    for (;;) {
      const [pipeline] = (await this.get(`/pipelines?sha=${sha}`)) as { id: number }[];
      if (pipeline) return this.ended(pipeline.id);
      await sleep(200);
    }
  }

  /** One job of a commit's pipelines, at its end. All others are canceled. */
  async only(sha: string, name: string): Promise<JobEntity> {
    for (;;) {
      const pipelines = (await this.get(`/pipelines?sha=${sha}`)) as { id: number }[];
      const lists = pipelines.map(({ id }) => this.get(`/pipelines/${id}/jobs`) as Promise<JobEntity[]>);
      const jobs = (await Promise.all(lists)).flat();
      const found = jobs.find((job) => job.name === name);
      if (found && isEnded(found)) return found;
      const others = jobs.filter((job) => job !== found && !isEnded(job));
      for (const { id } of others) await this.byHand("POST", `/jobs/${id}/cancel`);
      await sleep(500);
    }
  }

  async ended(id: number): Promise<Ended> {
    for (;;) {
      const { status } = (await this.get(`/pipelines/${id}`)) as { status: string };
      if (["success", "failed", "canceled", "skipped", "manual"].includes(status)) {
        const jobs = (await this.get(`/pipelines/${id}/jobs`)) as JobEntity[];
        return { id, status, jobs: Object.fromEntries(jobs.map((job) => [job.name, job])) };
      }
      await sleep(500);
    }
  }

  /** The log of a job, without marks of sections and colours. */
  async log(job: JobEntity | undefined): Promise<string> {
    const trace = String(await this.get(`/jobs/${job?.id}/trace`));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
    return trace.replace(/\x1b\[[0-9;]*[A-Za-z]|section_(start|end):\d+:\S+|\r/g, "");
  }
}

/** When resources were ready, in seconds after the first event, by the end of their URN. */
export function readyAt(events: readonly EngineEvent[]): (name: string) => number {
  const [first] = events;
  const done = events.flatMap(({ resOutputsEvent, timestamp }) =>
    resOutputsEvent ? [{ urn: resOutputsEvent.metadata.urn, at: timestamp - (first?.timestamp ?? 0) }] : [],
  );
  return (name) => done.findLast(({ urn }) => urn.endsWith(`::${name}`))?.at ?? Number.NaN;
}
