import { setTimeout as delay } from "node:timers/promises";
import { expect } from "vitest";
import type { Answer, TestGitLab } from "./server.ts";

export type Row = Record<string, unknown> & { readonly id: number };

/** A project whose first commit has these files. */
export async function newProject(
  gitlab: TestGitLab,
  files: Readonly<Record<string, string>>,
  options: Readonly<Record<string, unknown>> = {},
): Promise<Row> {
  const name = `p-${Math.random().toString(36).slice(2, 10)}`;
  const project = (await gitlab.api("POST", "/projects", { json: { name, ...options } })).body as Row;
  await commit(gitlab, project, files);
  return project;
}

/** A commit on a branch; it is made where it is new. */
export async function commit(
  gitlab: TestGitLab,
  { id }: Row,
  files: Readonly<Record<string, string>>,
  { branch = "main", action = "create", message = "A change", start }: CommitOptions = {},
): Promise<Row> {
  const actions = Object.entries(files).map(([file_path, content]) => ({ action, file_path, content }));
  const json = { branch, commit_message: message, actions, ...(start && { start_branch: start }) };
  const answer = await gitlab.api("POST", `/projects/${id}/repository/commits`, { json });
  expect(answer).toMatchObject({ status: 201 });
  return answer.body as Row;
}

interface CommitOptions {
  readonly branch?: string;
  readonly action?: "create" | "update";
  readonly message?: string;
  readonly start?: string;
}

/** What a call gives, asked again until it is what is wanted. */
export async function until<T>(
  ask: () => Promise<T>,
  isWanted: (value: T) => boolean,
  seconds = 60,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const value = await ask();
    if (isWanted(value)) return value;
    if (Date.now() > end) throw new Error(`waited ${seconds} s; the last was ${JSON.stringify(value)}`);
    await delay(100);
  }
}

/** The pipelines of a project, the newest first, once there are so many and each has begun: that comes a moment later. */
export function pipelines(gitlab: TestGitLab, { id }: Row, count = 1, query = ""): Promise<[Row, ...Row[]]> {
  const ask = async () =>
    (await gitlab.api("GET", `/projects/${id}/pipelines?${query}`)).body as [Row, ...Row[]];
  return until(ask, (found) => found.length >= count && found.every(({ status }) => status !== "created"));
}

/** The jobs of a pipeline by name, with what is asked for. */
export async function jobs(gitlab: TestGitLab, { id }: Row, pipeline: Row): Promise<Record<string, Row>> {
  const path = `/projects/${id}/pipelines/${pipeline.id}/jobs?per_page=100`;
  const found = (await gitlab.api("GET", path)).body as Row[];
  return Object.fromEntries(found.map((job) => [String(job.name), job]));
}

/** Statuses by the names of jobs. */
export async function statuses(
  gitlab: TestGitLab,
  project: Row,
  pipeline: Row,
): Promise<Record<string, unknown>> {
  const found = Object.entries(await jobs(gitlab, project, pipeline));
  return Object.fromEntries(found.map(([name, { status }]) => [name, status]));
}

export interface ProtocolJob extends Row {
  readonly token: string;
  readonly git_info: { readonly repo_url: string };
  readonly job_info: { readonly name: string; readonly project_id: number };
  readonly variables: readonly { readonly key: string; readonly value: string }[];
  readonly dependencies: readonly { readonly id: number; readonly token: string; readonly name: string }[];
}

/** What a runner does, word by word of the protocol. */
export interface ProtocolRunner {
  readonly id: number;
  readonly token: string;
  /** The next job; undefined where there is none. */
  readonly request: () => Promise<ProtocolJob | undefined>;
  /** The next job, which there is, or will soon be. */
  readonly take: () => Promise<ProtocolJob>;
  readonly log: (job: ProtocolJob, text: string, from?: number) => Promise<Answer>;
  readonly update: (job: ProtocolJob, fields: Readonly<Record<string, unknown>>) => Promise<Answer>;
  readonly upload: (job: ProtocolJob, query: string, name: string, content: Buffer) => Promise<Answer>;
  readonly download: (job: ProtocolJob, dependency: number) => Promise<Response>;
}

/** A runner that is registered by the current flow. */
export async function newRunner(
  gitlab: TestGitLab,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<ProtocolRunner> {
  const json = { runner_type: "instance_type", run_untagged: true, ...settings };
  const { id, token } = (await gitlab.api("POST", "/user/runners", { json })).body as Row & { token: string };
  const system_id = `s_${id}`;
  const none = { token: null };
  const job = (each: ProtocolJob) => ({ "job-token": each.token });
  const request = async () => {
    const info = { name: "test", version: "19.4.0", executor: "docker", features: {} };
    const answer = await gitlab.api("POST", "/jobs/request", { ...none, json: { token, system_id, info } });
    if (answer.status === 204) return undefined;
    expect(answer).toMatchObject({ status: 201 });
    return answer.body as ProtocolJob;
  };
  return {
    id,
    token,
    request,
    take: async () => (await until(request, (each) => each !== undefined)) as ProtocolJob,
    log: (each, text, from = 0) =>
      gitlab.api("PATCH", `/jobs/${each.id}/trace?debug_trace=false`, {
        ...none,
        headers: {
          ...job(each),
          "content-type": "text/plain",
          "content-range": `${from}-${from + Buffer.byteLength(text) - 1}`,
        },
        body: text,
      }),
    update: (each, fields) =>
      gitlab.api("PUT", `/jobs/${each.id}`, { ...none, json: { token: each.token, ...fields } }),
    upload: (each, query, name, content) => {
      const body = new FormData();
      body.append("file", new Blob([new Uint8Array(content)]), name);
      return gitlab.api("POST", `/jobs/${each.id}/artifacts?${query}`, { ...none, headers: job(each), body });
    },
    download: (each, dependency) =>
      fetch(`${gitlab.url}/api/v4/jobs/${dependency}/artifacts`, { headers: job(each) }),
  };
}
