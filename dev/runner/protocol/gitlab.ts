import { openAsBlob } from "node:fs";
import { writeFile } from "node:fs/promises";
import { arch } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import type { RunnerSettings } from "../config/settings.ts";
import type { Dependency, FailureReason, Job } from "./job.ts";

export const version = "0.1.0";

/** GitLab's answer to each message about a job. */
export interface Reply {
  readonly status: number;
  /** `Job-Status`: running, canceling, canceled, failed, ... */
  readonly jobStatus: string | undefined;
  /** Seconds that GitLab wants between two pieces of a log. */
  readonly interval: number | undefined;
  /** Bytes of the log that GitLab has. */
  readonly received: number | undefined;
}

export interface JobState {
  readonly state: "running" | "success" | "failed";
  readonly failure_reason?: FailureReason;
  readonly exit_code?: number;
  readonly output?: { readonly checksum: string; readonly bytesize: number };
}

/** GitLab's runner protocol, for one runner. Its methods reject if GitLab cannot be reached. */
export class GitLab {
  readonly #url: string;
  readonly #identity: Record<string, unknown>;
  #lastUpdate: string | undefined;

  constructor(settings: RunnerSettings, systemId: string) {
    this.#url = `${settings.url}/api/v4`;
    this.#identity = { token: settings.token, system_id: systemId, info: info(settings.name) };
  }

  /** Whether GitLab knows the runner. If GitLab answers otherwise, the HTTP status. */
  async verify(): Promise<boolean | number> {
    const { status } = await this.#json("POST", "/runners/verify", this.#identity);
    if (status === 200) return true;
    return status === 403 ? false : status;
  }

  /** A job; undefined if there is none; the HTTP status of a refusal. */
  async request(): Promise<Job | undefined | number> {
    const question = { ...this.#identity, last_update: this.#lastUpdate };
    const response = await this.#json("POST", "/jobs/request", question);
    this.#lastUpdate = response.headers.get("X-GitLab-Last-Update") ?? this.#lastUpdate;
    if (response.status === 204) return undefined;
    if (response.status !== 201) return response.status;
    return (await response.json()) as Job;
  }

  async append(job: Job, start: number, log: Buffer): Promise<Reply> {
    const response = await fetch(`${this.#url}/jobs/${job.id}/trace?debug_trace=false`, {
      method: "PATCH",
      headers: {
        "Content-Type": "text/plain",
        "Content-Range": `${start}-${start + log.length - 1}`,
        "JOB-TOKEN": job.token,
      },
      body: new Uint8Array(log),
      signal: AbortSignal.timeout(60_000),
    });
    return reply(response);
  }

  async update(job: Job, state: JobState): Promise<Reply> {
    const body = { ...this.#identity, ...state, token: job.token };
    return reply(await this.#json("PUT", `/jobs/${job.id}`, body, { "JOB-TOKEN": job.token }));
  }

  /** Uploads an artifact. Repeats while GitLab is unable to accept it. */
  async upload(job: Job, file: string, name: string, about: Record<string, string>): Promise<number> {
    const query = new URLSearchParams(about);
    return this.#patiently(async () => {
      const form = new FormData();
      form.set("file", await openAsBlob(file), name);
      const response = await fetch(`${this.#url}/jobs/${job.id}/artifacts?${query}`, {
        method: "POST",
        headers: { "JOB-TOKEN": job.token },
        body: form,
      });
      await response.arrayBuffer();
      return response.status;
    });
  }

  /** Writes the artifacts of another job to a file. */
  async download(dependency: Dependency, file: string): Promise<number> {
    return this.#patiently(async () => {
      const response = await fetch(`${this.#url}/jobs/${dependency.id}/artifacts`, {
        headers: { "JOB-TOKEN": dependency.token },
      });
      const body = Buffer.from(await response.arrayBuffer());
      if (response.status === 200) await writeFile(file, body);
      return response.status;
    });
  }

  async #patiently(attempt: () => Promise<number>): Promise<number> {
    for (let pause = 1000; ; pause *= 2) {
      const last = pause > 4000;
      try {
        const status = await attempt();
        if (last || (status < 500 && status !== 429)) return status;
      } catch (error) {
        if (last) throw error;
      }
      await sleep(pause);
    }
  }

  #json(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(this.#url + path, {
      method,
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json",
        "RUNNER-TOKEN": String(this.#identity.token),
        "User-Agent": `smallboat-standin-runner ${version}`,
        ...headers,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(60_000),
    });
  }
}

async function reply(response: Response): Promise<Reply> {
  await response.arrayBuffer();
  const number = (text: string | null | undefined) => (text ? Number(text) : undefined);
  return {
    status: response.status,
    jobStatus: response.headers.get("Job-Status") ?? undefined,
    interval: number(response.headers.get("X-GitLab-Trace-Update-Interval")),
    received: number(response.headers.get("Range")?.split("-")[1]),
  };
}

function info(name: string) {
  const can = [
    "variables",
    "image",
    "services",
    "artifacts",
    "cache",
    "refspecs",
    "masking",
    "raw_variables",
  ];
  const more = [
    "artifacts_exclude",
    "upload_multiple_artifacts",
    "upload_raw_artifacts",
    "multi_build_steps",
  ];
  const also = [
    "return_exit_code",
    "trace_checksum",
    "trace_size",
    "trace_reset",
    "cancelable",
    "cancel_gracefully",
  ];
  return {
    name,
    version,
    revision: "standin",
    platform: "linux",
    architecture: arch() === "x64" ? "amd64" : arch(),
    executor: "docker",
    shell: "bash",
    features: Object.fromEntries(
      [...can, ...more, ...also, "fallback_cache_keys", "service_variables"].map((name) => [name, true]),
    ),
  };
}
