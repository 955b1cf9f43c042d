import { ask, git, type Repository } from "./command.ts";
import { type Person, writeCommit } from "./write.ts";

/** How a merge request reaches its target. */
export interface MergePlan {
  readonly method: "merge" | "rebase_merge" | "ff";
  /** The heads of both branches. */
  readonly target: string;
  readonly source: string;
  /** Of the merge commit. */
  readonly message: string;
  /** The message of the one commit that replaces all source commits; undefined: not squashed. */
  readonly squashMessage?: string | undefined;
  readonly author: Person;
  readonly committer: Person;
}

export interface Merged {
  /** The target's new head. */
  readonly head: string;
  readonly mergeCommit: string | null;
  readonly squashCommit: string | null;
}

/** The newest common commit of both histories. */
export async function mergeBase(repository: Repository, a: string, b: string): Promise<string | undefined> {
  const { output } = await ask(repository, ["merge-base", a, b], { answers: [0, 1] });
  return output.toString("utf8").trim() || undefined;
}

/** True if `ancestor` is in the history of `descendant`. */
export async function isAncestor(
  repository: Repository,
  ancestor: string,
  descendant: string,
): Promise<boolean> {
  const args = ["merge-base", "--is-ancestor", ancestor, descendant];
  return (await ask(repository, args, { answers: [0, 1] })).code === 0;
}

/** The merged tree of both heads; undefined if they conflict. */
export async function mergedTree(
  repository: Repository,
  target: string,
  source: string,
): Promise<string | undefined> {
  const args = ["merge-tree", "--write-tree", "--name-only", "--no-messages", target, source];
  const { code, output } = await ask(repository, args, { answers: [0, 1] });
  return code === 0 ? output.toString("utf8").split("\n")[0] : undefined;
}

/** Writes the objects of a merge. It changes no ref. @returns undefined if the merge is impossible */
export async function merge(repository: Repository, plan: MergePlan): Promise<Merged | undefined> {
  const { target, author, committer } = plan;
  const isAhead = await isAncestor(repository, target, plan.source);
  const tree = await mergedTree(repository, target, plan.source);
  if (tree === undefined || (plan.method !== "merge" && !isAhead)) return undefined;
  const squashCommit = plan.squashMessage === undefined ? null : await squash(repository, plan);
  const source = squashCommit ?? plan.source;
  if (plan.method === "ff") return { head: source, mergeCommit: null, squashCommit };
  const message = plan.message;
  const mergeCommit = await writeCommit(repository, {
    tree,
    parents: [target, source],
    message,
    author,
    committer,
  });
  return { head: mergeCommit, mergeCommit, squashCommit };
}

/** One commit with all changes of the source, on the commit where the source branched off. */
async function squash(repository: Repository, plan: MergePlan): Promise<string> {
  const { target, source, squashMessage = "", author, committer } = plan;
  const base = (await mergeBase(repository, target, source)) ?? target;
  const tree = await git(repository, ["rev-parse", "--verify", `${source}^{tree}`]);
  return writeCommit(repository, { tree, parents: [base], message: squashMessage, author, committer });
}
