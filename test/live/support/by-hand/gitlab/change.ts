import { byHand, standinOf } from "../../gitlab.ts";
import type { Project } from "../../project.ts";

/** A change that somebody makes in the stage's group of GitLab, at an object or a field of its own. */
export interface GitLabChange {
  /** What somebody did. */
  readonly what: string;
  readonly change: (hands: GitLabHands) => Promise<unknown>;
  /** What people do before the stage is in sync again, where heal cannot. Default: nothing. */
  readonly remedied?: (hands: GitLabHands) => Promise<unknown>;
  /** Lines of the report: address, field, text, cause and remedy, with <stage> and <id> where they differ each time. */
  readonly found: readonly string[];
}

/** A GitLab, and the names of its objects. */
export interface GitLabHands {
  read(path: string): Promise<unknown>;
  /** Changes something by the API. @throws Error with the status of an answer that says no */
  request(method: string, path: string, body?: object): Promise<void>;
  readonly group: string;
  readonly chat: string;
  readonly greeting: string;
  readonly registration: { readonly shared: number; readonly containers: number };
}

/** @param project with the projects chat and greeting, and the runners shared and containers */
export async function handsOf(project: Project): Promise<GitLabHands> {
  const gitlab = await standinOf(project);
  const group = `smallboat-${project.stage}`;
  const runners = (await gitlab.request("GET", "/runners/all")) as { id: number; description: string }[];
  const runner = (name: string) => runners.find(({ description }) => description.startsWith(name))?.id ?? 0;
  const path = (name: string) => `/projects/${encodeURIComponent(`${group}/${name}`)}`;
  return {
    read: (path) => gitlab.request("GET", path),
    async request(method, path, body) {
      const status = await byHand(gitlab, method, path, body);
      if (status >= 300) throw new Error(`${method} ${path}: ${status}`);
    },
    group,
    chat: path("chat"),
    greeting: path("greeting"),
    registration: { shared: runner("shared"), containers: runner("containers") },
  };
}

export type Objects = readonly Record<string, unknown>[];

/** The id of the first object of a list. */
export async function identity(hands: GitLabHands, list: string): Promise<unknown> {
  return ((await hands.read(list)) as Objects)[0]?.id;
}
