import type { Repository } from "./command.ts";
import { type Commit, readCommit } from "./commits.ts";
import { emptyTree } from "./diff.ts";
import { mergedTree } from "./merge.ts";
import { type Person, writeCommit } from "./write.ts";

/** A commit that is applied to a branch, or reverted there. */
export interface Pick {
  readonly kind: "cherry-pick" | "revert";
  readonly sha: string;
  readonly head: string;
  readonly committer: Person;
  /** Default: git's own message. */
  readonly message?: string | undefined;
}

type Picked = { readonly id: string } | "conflict" | "empty";

/**
 * Writes the new commit. It changes no ref.
 * @returns its id; "conflict", or "empty" if it would change nothing
 */
export async function pick(repository: Repository, { kind, sha, ...wanted }: Pick): Promise<Picked> {
  const commit = await readCommit(repository, sha);
  const said =
    kind === "revert"
      ? `Revert "${commit.title}"\n\nThis reverts commit ${sha}`
      : `${commit.message.trimEnd()}\n\n(cherry picked from commit ${sha})`;
  return put(repository, commit, {
    ...wanted,
    isReverse: kind === "revert",
    message: wanted.message ?? said,
  });
}

/** Rewrites commits on top of another, the oldest first. Commits that change nothing there are left out. */
export async function rebase(
  repository: Repository,
  commits: readonly Commit[],
  onto: string,
  committer: Person,
): Promise<{ readonly id: string } | "conflict"> {
  let head = onto;
  for (const commit of commits) {
    const { message } = commit;
    const made = await put(repository, commit, { head, committer, message, isReverse: false });
    if (made === "conflict") return made;
    if (made !== "empty") head = made.id;
  }
  return { id: head };
}

interface Put {
  readonly head: string;
  readonly committer: Person;
  readonly message: string;
  readonly isReverse: boolean;
}

async function put(repository: Repository, commit: Commit, wanted: Put): Promise<Picked> {
  const { head, committer, message, isReverse } = wanted;
  const [parent] = commit.parents;
  const before = parent === undefined ? emptyTree : (await readCommit(repository, parent)).tree;
  const [from, to] = isReverse ? [commit.tree, before] : [before, commit.tree];
  const ours = (await readCommit(repository, head)).tree;
  const tree = await changedTree(repository, committer, { from, to, ours });
  if (tree === undefined) return "conflict";
  if (tree === ours) return "empty";
  const author = isReverse ? committer : { name: commit.author.name, email: commit.author.email };
  return { id: await writeCommit(repository, { tree, parents: [head], message, author, committer }) };
}

/** The tree `ours` with the changes between two other trees; undefined if they conflict. */
async function changedTree(
  repository: Repository,
  person: Person,
  { from, to, ours }: { readonly from: string; readonly to: string; readonly ours: string },
): Promise<string | undefined> {
  // Two temporary commits with a common parent: git merges the changes of both.
  const write = (tree: string, parents: readonly string[]) =>
    writeCommit(repository, { tree, parents, message: "", author: person, committer: person });
  const base = await write(from, []);
  return mergedTree(repository, await write(ours, [base]), await write(to, [base]));
}
