import { Expressions } from "../../../../dev/gitlab/pipelines/expressions/evaluate.ts";
import { Rules } from "../../../../dev/gitlab/pipelines/rules/rules.ts";
import { ConfigError } from "../../../../dev/gitlab/pipelines/source/error.ts";
import type { Place } from "../../../../dev/gitlab/pipelines/source/place.ts";
import { resolveFile } from "../../../../dev/gitlab/pipelines/source/resolve.ts";
import type { Hash } from "../../../../dev/gitlab/pipelines/source/yaml.ts";

export type Files = Readonly<Record<string, string>>;

interface Commit {
  readonly files?: Files;
  readonly changed?: readonly string[];
  /** By ref. */
  readonly since?: Readonly<Record<string, readonly string[]>>;
  /** By `project` or `project@ref`. */
  readonly projects?: Readonly<Record<string, Commit>>;
  readonly tags?: readonly string[];
}

/** A commit that is nowhere but here. */
export function place({ files = {}, changed, since = {}, projects = {}, tags = [] }: Commit = {}): Place {
  return {
    read: async (path) => files[path],
    files: async () => Object.keys(files).sort(),
    changed: async () => changed,
    changedSince: async (ref) => since[ref],
    elsewhere: async (project, ref) => {
      const there = projects[ref === undefined ? project : `${project}@${ref}`];
      if (there) return place(there);
      return Object.hasOwn(projects, project) ? "no ref" : "no project";
    },
    tags: async () => tags,
  };
}

export interface Given {
  readonly commit?: Commit;
  readonly values?: Readonly<Record<string, string>>;
  readonly inputs?: Hash;
}

/** A configuration as GitLab merges it, or what it says against it. */
export async function resolved(text: string, { commit, values = {}, inputs }: Given = {}): Promise<unknown> {
  const rules = new Rules(new Expressions());
  try {
    const options = { values: new Map(Object.entries(values)), rules };
    return await resolveFile({ text, inputs }, place(commit), options);
  } catch (error) {
    if (error instanceof ConfigError) return error.messages;
    throw error;
  }
}
