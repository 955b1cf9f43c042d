import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Action, applyActions, type Changes, type File } from "./actions.ts";
import { git, type Repository } from "./command.ts";
import { zeroId } from "./refs.ts";
import { listTree } from "./tree.ts";

export interface Person {
  readonly name: string;
  readonly email: string;
}

export interface NewCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Person;
  readonly committer: Person;
}

/**
 * The tree of a commit after the actions; without a commit, they begin with the empty tree.
 * @throws ActionError
 */
export async function treeWith(
  repository: Repository,
  commit: string | undefined,
  actions: readonly Action[],
): Promise<string> {
  const entries = commit ? ((await listTree(repository, commit, "", true)) ?? []) : [];
  const files = entries.filter(({ type }) => type !== "tree");
  const present = new Map<string, File>(files.map(({ path, mode, id }) => [path, { mode, content: id }]));
  return writeTree(repository, commit, applyActions(present, actions));
}

/** Writes a commit. No ref points to it yet. @returns its id */
export function writeCommit(repository: Repository, commit: NewCommit): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ["-p", parent]);
  const env = {
    GIT_AUTHOR_NAME: commit.author.name,
    GIT_AUTHOR_EMAIL: commit.author.email,
    GIT_COMMITTER_NAME: commit.committer.name,
    GIT_COMMITTER_EMAIL: commit.committer.email,
  };
  return git(repository, ["commit-tree", ...parents, commit.tree], { input: commit.message, env });
}

async function writeTree(
  repository: Repository,
  commit: string | undefined,
  changes: Changes,
): Promise<string> {
  const removed = [...changes].filter(([, file]) => !file).map(([path]) => `0 ${zeroId}\t${path}\0`);
  const written: string[] = [];
  for (const [path, file] of changes) {
    if (!file) continue;
    const id = typeof file.content === "string" ? file.content : await writeBlob(repository, file.content);
    written.push(`${file.mode} ${id}\t${path}\0`);
  }
  const folder = await mkdtemp(join(tmpdir(), "index-"));
  try {
    const env = { GIT_INDEX_FILE: join(folder, "index") };
    await git(repository, ["read-tree", ...(commit ? [commit] : ["--empty"])], { env });
    // A file is removed before a folder gets its name.
    const input = [...removed, ...written].join("");
    await git(repository, ["update-index", "-z", "--index-info"], { env, input });
    return await git(repository, ["write-tree"], { env });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function writeBlob(repository: Repository, content: Buffer): Promise<string> {
  return git(repository, ["hash-object", "-w", "--stdin"], { input: content });
}
