import { expect, test } from "vitest";
import { git } from "../../../../dev/gitlab/git/command.ts";
import {
  countHistory,
  history,
  lastChange,
  readCommit,
  readCommits,
} from "../../../../dev/gitlab/git/commits.ts";
import { diff, diffStats, emptyTree } from "../../../../dev/gitlab/git/diff.ts";
import { findEntry, listTree, readBlob } from "../../../../dev/gitlab/git/tree.ts";
import { anna, commit, create, emptyRepository, update } from "./repository.ts";

test("a commit is read back unchanged", async () => {
  const repository = await emptyRepository();
  const message = "Grüße: a title\nthat goes on\n\nBody with \t tab\n";
  const first = await commit(repository, "main", [create("a", "1\n")], message);
  const second = await commit(repository, "main", [update("a", "2\n")], "Second");
  const date = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000[+-]\d\d:\d\d$/);
  const tree = await git(repository, ["rev-parse", `${first}^{tree}`]);
  expect(await readCommit(repository, first)).toEqual({
    id: first,
    parents: [],
    tree,
    author: { ...anna, date },
    committer: { ...anna, date },
    title: "Grüße: a title that goes on",
    message,
  });
  const read = await readCommits(repository, [second, first, second]);
  expect(read.map(({ id, parents, message }) => [id, parents, message])).toEqual([
    [second, [first], "Second"],
    [first, [], message],
    [second, [first], "Second"],
  ]);
});

test("the history of a path, of a range and by pages", async () => {
  const repository = await emptyRepository();
  const ids: string[] = [];
  for (const n of [1, 2, 3]) ids.push(await commit(repository, "main", [create(`d/${n}`, "x")], `No ${n}`));
  const [first = "", second = "", third = ""] = ids;
  const titles = async (...args: Parameters<typeof history> extends [unknown, ...infer R] ? R : never) =>
    (await history(repository, ...args)).map(({ title }) => title);
  expect(await titles({ from: [third] })).toEqual(["No 3", "No 2", "No 1"]);
  expect(await titles({ from: [third] }, { skip: 1, limit: 1 })).toEqual(["No 2"]);
  expect(await titles({ from: [third], without: [first] })).toEqual(["No 3", "No 2"]);
  expect(await titles({ from: [third], path: "d/2" })).toEqual(["No 2"]);
  expect(await countHistory(repository, { from: [third], path: "d/2" })).toBe(1);
  expect(await lastChange(repository, third, "d/2")).toBe(second);
  expect(await lastChange(repository, third, "absent")).toBeUndefined();
});

test("folders and files, also with names that git would read as patterns", async () => {
  const repository = await emptyRepository();
  const names = ["*", "a b/ü.txt", "a b/deep/c", "x"];
  const head = await commit(
    repository,
    "main",
    names.map((name) => create(name, name)),
  );
  const paths = async (path: string, recursive?: boolean) =>
    (await listTree(repository, head, path, recursive))?.map(({ type, path }) => `${type} ${path}`);
  expect(await paths("")).toEqual(["blob *", "tree a b", "blob x"]);
  expect(await paths("a b/")).toEqual(["tree a b/deep", "blob a b/ü.txt"]);
  expect(await paths("a b", true)).toEqual(["tree a b/deep", "blob a b/deep/c", "blob a b/ü.txt"]);
  expect(await paths("absent")).toBeUndefined();
  expect(await paths("x")).toBeUndefined();
  const star = await findEntry(repository, head, "*");
  expect(star).toEqual({ mode: "100644", type: "blob", id: star?.id, path: "*" });
  expect(await readBlob(repository, star?.id ?? "")).toEqual(Buffer.from("*"));
  expect(await findEntry(repository, head, "a*")).toBeUndefined();
  expect(await readBlob(repository, "0".repeat(40))).toBeUndefined();
});

test("differences of every sort", async () => {
  const repository = await emptyRepository();
  const long = Array.from({ length: 30 }, (_, n) => `line ${n}`).join("\n");
  const first = await commit(repository, "main", [
    create("changed", "a\ndiff --git a/x b/x\n"),
    create("gone", "x"),
    create("name with space", long),
    create("run", "#!"),
    create("binary", "\0a"),
  ]);
  const second = await commit(repository, "main", [
    update("changed", "b\ndiff --git a/x b/x\n"),
    { action: "delete", path: "gone" },
    { action: "move", path: "moved", previousPath: "name with space" },
    { action: "chmod", path: "run", executable: true },
    update("binary", "\0b"),
    create("new", "n\n"),
  ]);
  const same = { oldMode: "100644", newMode: "100644" };
  const both = (path: string) => ({ oldPath: path, newPath: path });
  expect(await diff(repository, first, second)).toEqual([
    { ...both("binary"), ...same, status: "modified", patch: "Binary files a/binary and b/binary differ\n" },
    {
      ...both("changed"),
      ...same,
      status: "modified",
      patch: "@@ -1,2 +1,2 @@\n-a\n+b\n diff --git a/x b/x\n",
    },
    {
      ...both("gone"),
      oldMode: "100644",
      newMode: "000000",
      status: "deleted",
      patch: "@@ -1 +0,0 @@\n-x\n\\ No newline at end of file\n",
    },
    { oldPath: "name with space", newPath: "moved", ...same, status: "renamed", patch: "" },
    { ...both("new"), oldMode: "000000", newMode: "100644", status: "added", patch: "@@ -0,0 +1 @@\n+n\n" },
    { ...both("run"), oldMode: "100644", newMode: "100755", status: "modified", patch: "" },
  ]);
  expect(await diffStats(repository, first, second)).toEqual({ additions: 2, deletions: 2, total: 4 });
  expect(await diff(repository, second, second)).toEqual([]);
  expect((await diff(repository, emptyTree, first)).map(({ status }) => status)).toEqual(
    Array(5).fill("added"),
  );
});
