import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { git } from "../../../../dev/gitlab/git/command.ts";
import {
  findCommit,
  findRef,
  isEmpty,
  isRefName,
  listRefs,
  RefMoved,
  refsWith,
  updateRefs,
  zeroId,
} from "../../../../dev/gitlab/git/refs.ts";
import { createRepository, recover, setHead } from "../../../../dev/gitlab/git/repository.ts";
import { listTags, writeTag } from "../../../../dev/gitlab/git/tags.ts";
import { anna, commit, create, emptyRepository, update } from "./repository.ts";

test("refs by prefix and by name, annotated tags peeled", async () => {
  const repository = await emptyRepository();
  expect(await isEmpty(repository)).toBe(true);
  const head = await commit(repository, "main", [create("a", "1")]);
  await commit(repository, "topic/x", [update("a", "2")], "Second", head);
  const message = "Release\n\nwith notes";
  const object = await writeTag(repository, { name: "v1", commit: head, message, tagger: anna });
  await updateRefs(repository, [
    { ref: "refs/tags/v1", before: zeroId, after: object },
    { ref: "refs/tags/light", before: zeroId, after: head },
  ]);
  expect(await isEmpty(repository)).toBe(false);
  expect((await listRefs(repository, "refs/heads/")).map(({ name }) => name)).toEqual([
    "refs/heads/main",
    "refs/heads/topic/x",
  ]);
  expect(await findRef(repository, "refs/heads/topic")).toBeUndefined();
  expect(await findRef(repository, "refs/tags/v1")).toEqual({ name: "refs/tags/v1", object, commit: head });
  expect(await listTags(repository)).toEqual([
    { name: "refs/tags/light", tag: "light", object: head, commit: head, message: "", created: null },
    {
      ...{ name: "refs/tags/v1", tag: "v1", object, commit: head, message },
      created: expect.stringMatching(/^\d{4}-.*Z$/),
    },
  ]);
  expect(await refsWith(repository, head, "refs/tags/")).toEqual(["refs/tags/light", "refs/tags/v1"]);
});

test("a revision is an id, its abbreviation or a name, and never an option of git", async () => {
  const repository = await emptyRepository();
  const head = await commit(repository, "main", [create("a", "1")]);
  const found = await Promise.all(
    ["main", "refs/heads/main", head, head.slice(0, 8), "absent", "--all", "", "main..main", zeroId].map(
      (name) => findCommit(repository, name),
    ),
  );
  expect(found).toEqual([head, head, head, head, ...Array(5).fill(undefined)]);
});

test.each([
  ["topic/x", true],
  ["-x", false],
  ["a..b", false],
  ["a b", false],
  ["", false],
  ["HEAD", false],
  ["refs/heads/x", false],
  ["x.lock", false],
])("%j is a name for a branch: %s", async (name, expected) => {
  expect(await isRefName(await emptyRepository(), name)).toBe(expected);
});

test("the second of two changes of one ref is refused completely", async () => {
  const repository = await emptyRepository();
  const first = await commit(repository, "main", [create("a", "1")]);
  const second = await commit(repository, "main", [update("a", "2")]);
  const stale = [
    { ref: "refs/heads/other", before: zeroId, after: first },
    { ref: "refs/heads/main", before: first, after: first },
  ];
  await expect(updateRefs(repository, stale)).rejects.toThrow(RefMoved);
  expect((await listRefs(repository, "refs/")).map(({ name, commit }) => [name, commit])).toEqual([
    ["refs/heads/main", second],
  ]);
});

test("a repository is created once, and its HEAD can be changed", async () => {
  const repository = await emptyRepository();
  await commit(repository, "main", [create("a", "1")]);
  await createRepository(repository.path, "other");
  expect(await git(repository, ["symbolic-ref", "HEAD"])).toBe("refs/heads/main");
  await setHead(repository, "dev");
  expect(await git(repository, ["symbolic-ref", "HEAD"])).toBe("refs/heads/dev");
});

test("left-overs of a killed git are removed", async () => {
  const repository = await emptyRepository();
  const head = await commit(repository, "main", [create("a", "1")]);
  const lock = join(repository.path, "refs/heads/main.lock");
  const quarantine = join(repository.path, "objects/tmp_objdir-incoming-abc");
  writeFileSync(lock, "");
  mkdirSync(quarantine);
  writeFileSync(join(quarantine, "pack"), "");
  await recover(repository);
  expect([existsSync(lock), existsSync(quarantine)]).toEqual([false, false]);
  expect(await findCommit(repository, "main")).toBe(head);
});

test("garbage collection keeps the refs of pipelines and lost commits", async () => {
  const repository = await emptyRepository();
  const [pipeline, lost] = [
    await commit(repository, "gone", [create("a", "1")]),
    await commit(repository, "lost", [create("b", "2")]),
  ];
  await updateRefs(repository, [
    { ref: "refs/pipelines/1", before: zeroId, after: pipeline },
    { ref: "refs/heads/gone", before: pipeline, after: zeroId },
    { ref: "refs/heads/lost", before: lost, after: zeroId },
  ]);
  await git(repository, ["gc", "--quiet"]);
  expect(await findCommit(repository, "refs/pipelines/1")).toBe(pipeline);
  expect(await findCommit(repository, lost)).toBe(lost);
});
