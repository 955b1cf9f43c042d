import type { Repository } from "./command.ts";
import { readCommit } from "./commits.ts";
import { emptyTree } from "./diff.ts";
import { mergedTree } from "./merge.ts";
import { type Person, writeCommit } from "./write.ts";

/** A commit that is put on top of a branch: as it is, or taken back. */
export interface Pick {
  readonly kind: "cherry-pick" | "revert";
  readonly sha: string;
  readonly head: string;
  readonly committer: Person;
  /** Default: what git would say. */
  readonly message?: string | undefined;
}

/** Writes the new commit; no ref changes. @returns its id; "conflict", or "empty" where it would change nothing */
export async function pick(
  repository: Repository,
  { kind, sha, head, committer, message }: Pick,
): Promise<{ readonly id: string } | "conflict" | "empty"> {
  const commit = await readCommit(repository, sha);
  const [parent] = commit.parents;
  const before = parent === undefined ? emptyTree : (await readCommit(repository, parent)).tree;
  const [from, to] = kind === "revert" ? [commit.tree, before] : [before, commit.tree];
  const ours = (await readCommit(repository, head)).tree;
  const tree = await changedTree(repository, committer, { from, to, ours });
  if (tree === undefined) return "conflict";
  if (tree === ours) return "empty";
  const said =
    kind === "revert"
      ? `Revert "${commit.title}"\n\nThis reverts commit ${sha}`
      : `${commit.message.trimEnd()}\n\n(cherry picked from commit ${sha})`;
  const author = kind === "revert" ? committer : { name: commit.author.name, email: commit.author.email };
  const id = await writeCommit(repository, {
    ...{ tree, parents: [head], message: message ?? said, author, committer },
  });
  return { id };
}

/** The tree `ours` with what changes from one tree to another; undefined where that conflicts. */
async function changedTree(
  repository: Repository,
  person: Person,
  { from, to, ours }: { readonly from: string; readonly to: string; readonly ours: string },
): Promise<string | undefined> {
  // Two commits on one that nobody sees: git merges what each of them changes.
  const write = (tree: string, parents: readonly string[]) =>
    writeCommit(repository, { tree, parents, message: "", author: person, committer: person });
  const base = await write(from, []);
  return mergedTree(repository, await write(ours, [base]), await write(to, [base]));
}
