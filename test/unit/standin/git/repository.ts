import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { Action } from "../../../../dev/gitlab/git/actions.ts";
import type { Repository } from "../../../../dev/gitlab/git/command.ts";
import { findCommit, updateRefs, zeroId } from "../../../../dev/gitlab/git/refs.ts";
import { createRepository } from "../../../../dev/gitlab/git/repository.ts";
import { treeWith, writeCommit } from "../../../../dev/gitlab/git/write.ts";

export const anna = { name: "Anna Müller", email: "anna@example.test" };

/** A repository of one test. */
export function emptyRepository(): Promise<Repository> {
  const folder = mkdtempSync(join(tmpdir(), "repository-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return createRepository(join(folder, "project.git"), "main");
}

export function create(path: string, content: string): Action {
  return { action: "create", path, content: Buffer.from(content) };
}

export function update(path: string, content: string): Action {
  return { action: "update", path, content: Buffer.from(content) };
}

/** Commits to a branch, which starts at `start` where it is new. @returns the commit's id */
export async function commit(
  repository: Repository,
  branch: string,
  actions: readonly Action[],
  message = "Change",
  start?: string,
): Promise<string> {
  const head = await findCommit(repository, `refs/heads/${branch}`);
  const parent = head ?? start;
  const tree = await treeWith(repository, parent, actions);
  const parents = parent ? [parent] : [];
  const after = await writeCommit(repository, { tree, parents, message, author: anna, committer: anna });
  await updateRefs(repository, [{ ref: `refs/heads/${branch}`, before: head ?? zeroId, after }]);
  return after;
}
