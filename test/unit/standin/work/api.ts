import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type GitLab, openGitLab } from "../../../../dev/gitlab/open.ts";

type Verb = "GET" | "POST" | "PUT" | "DELETE";
export type Fields = Record<string, unknown>;

export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A stand-in in this process, without a port. */
export interface InnerGitLab {
  readonly gitlab: GitLab;
  /** Asks as root, or with another token; null for none. */
  readonly api: (verb: Verb, path: string, json?: object, token?: string | null) => Promise<Answer>;
  /** The body of an answer that must be a success. */
  readonly ok: <T = Fields>(verb: Verb, path: string, json?: object, token?: string | null) => Promise<T>;
  /** A user who is a member of a project at a level. @returns his token and number */
  readonly member: (project: number, level: number) => Promise<{ token: string; id: number }>;
}

const rootToken = "glpat-unit-test-root-token";

/** Opens a stand-in on an empty folder; both go when the test is over. */
export async function innerGitLab(): Promise<InnerGitLab> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-inner-"));
  const log = (line: string) => {
    if (line.includes("failed:")) console.error(line);
  };
  const gitlab = await openGitLab({ folder, rootToken, allowsFaults: false, log });
  onTestFinished(async () => {
    await gitlab.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const api: InnerGitLab["api"] = async (verb, path, json, token = rootToken) => {
    const answer = await gitlab.server.inject({
      method: verb,
      url: `/api/v4${path}`,
      headers: { ...(token !== null && { "private-token": token }), host: "gitlab.test" },
      ...(json && { payload: json }),
    });
    return { status: answer.statusCode, headers: answer.headers, body: parsed(answer.body) };
  };
  const ok = async <T>(verb: Verb, path: string, json?: object, token?: string | null) => {
    const { status, body } = await api(verb, path, json, token);
    if (status >= 300) throw new Error(`${verb} ${path}: ${status} ${JSON.stringify(body)}`);
    return body as T;
  };
  let count = 0;
  const member: InnerGitLab["member"] = async (project, access_level) => {
    const name = `user${++count}`;
    const fields = { name, username: name, email: `${name}@example.com`, password: "a-long-password" };
    const { id } = await ok<{ id: number }>("POST", "/users", fields);
    if (access_level > 0) await ok("POST", `/projects/${project}/members`, { user_id: id, access_level });
    const asked = { name: "token", scopes: ["api"] };
    const { token } = await ok<{ token: string }>("POST", `/users/${id}/personal_access_tokens`, asked);
    return { token, id };
  };
  return { gitlab, api, ok, member };
}

/** A project with a first commit on main. @returns its number and the commit's id */
export async function projectWithCommit({ ok }: InnerGitLab, more: object = {}) {
  const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app", ...more });
  const actions = [{ action: "create", file_path: "README.md", content: "hello\n" }];
  const commit = { branch: "main", commit_message: "First", actions };
  const { id: sha } = await ok<{ id: string }>("POST", `/projects/${id}/repository/commits`, commit);
  return { id, sha };
}

/** A merge request from a branch with one commit. @returns its number in the project, and its head */
export async function mergeRequest({ ok }: InnerGitLab, id: number, more: object = {}, name = "topic") {
  const actions = [{ action: "create", file_path: `${name}.txt`, content: "one\ntwo\n" }];
  const commit = { branch: name, start_branch: "main", commit_message: `Add ${name}`, actions };
  const { id: sha } = await ok<{ id: string }>("POST", `/projects/${id}/repository/commits`, commit);
  const fields = { source_branch: name, target_branch: "main", title: `Add ${name}`, ...more };
  const { iid } = await ok<{ iid: number }>("POST", `/projects/${id}/merge_requests`, fields);
  return { iid, sha };
}

/** Some fields of an object. */
export function only(value: unknown, ...names: string[]): Fields {
  return Object.fromEntries(names.map((name) => [name, (value as Fields)[name]]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
