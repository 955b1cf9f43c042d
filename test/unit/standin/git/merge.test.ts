import { expect, test } from "vitest";
import { readCommit } from "../../../../dev/gitlab/git/commits.ts";
import { isAncestor, merge, mergeBase, mergedTree } from "../../../../dev/gitlab/git/merge.ts";
import { listTree } from "../../../../dev/gitlab/git/tree.ts";
import { anna, commit, create, emptyRepository, update } from "./repository.ts";

/** Two branches that left a common commit, each with a file of its own. */
async function fork() {
  const repository = await emptyRepository();
  const base = await commit(repository, "main", [create("a", "1\n")]);
  await commit(repository, "topic", [create("t1", "x")], "T1", base);
  const source = await commit(repository, "topic", [create("t2", "x")], "T2");
  const target = await commit(repository, "main", [create("m", "x")], "M");
  const plan = { source, message: "Merge it", author: anna, committer: anna };
  return { repository, base, source, target, plan };
}

test("a merge commit has both heads as parents, and the files of both", async () => {
  const { repository, base, source, target, plan } = await fork();
  const merged = await merge(repository, { ...plan, method: "merge", target });
  expect(merged).toEqual({ head: merged?.mergeCommit, mergeCommit: merged?.mergeCommit, squashCommit: null });
  const { parents, message } = await readCommit(repository, merged?.head ?? "");
  expect([parents, message]).toEqual([[target, source], "Merge it"]);
  const files = await listTree(repository, merged?.head ?? "", "");
  expect(files?.map(({ path }) => path)).toEqual(["a", "m", "t1", "t2"]);
  expect(await mergeBase(repository, target, source)).toBe(base);
});

test("squashing makes one commit of the source, on the common commit", async () => {
  const { repository, base, target, plan } = await fork();
  const merged = await merge(repository, { ...plan, method: "merge", target, squashMessage: "All" });
  const squashed = await readCommit(repository, merged?.squashCommit ?? "");
  expect([squashed.parents, squashed.message]).toEqual([[base], "All"]);
  expect((await readCommit(repository, merged?.head ?? "")).parents).toEqual([target, squashed.id]);
});

test("fast-forward needs a source that contains the target", async () => {
  const { repository, base, source, target, plan } = await fork();
  expect(await merge(repository, { ...plan, method: "ff", target })).toBeUndefined();
  expect(await merge(repository, { ...plan, method: "rebase_merge", target })).toBeUndefined();
  expect(await merge(repository, { ...plan, method: "ff", target: base })).toEqual({
    head: source,
    mergeCommit: null,
    squashCommit: null,
  });
  const merged = await merge(repository, { ...plan, method: "rebase_merge", target: base });
  expect((await readCommit(repository, merged?.head ?? "")).parents).toEqual([base, source]);
  expect(await isAncestor(repository, base, source)).toBe(true);
  expect(await isAncestor(repository, source, base)).toBe(false);
});

test("a conflict is no merge", async () => {
  const repository = await emptyRepository();
  const base = await commit(repository, "main", [create("a", "1\n")]);
  const source = await commit(repository, "topic", [update("a", "2\n")], "T", base);
  const target = await commit(repository, "main", [update("a", "3\n")], "M");
  expect(await mergedTree(repository, target, source)).toBeUndefined();
  const plan = { source, target, message: "", author: anna, committer: anna };
  expect(await merge(repository, { ...plan, method: "merge" })).toBeUndefined();
});

test("histories without a common commit have no base", async () => {
  const repository = await emptyRepository();
  const [one, other] = [
    await commit(repository, "main", [create("a", "1")], "One"),
    await commit(repository, "orphan", [create("b", "1")], "Other"),
  ];
  expect(await mergeBase(repository, one, other)).toBeUndefined();
});
