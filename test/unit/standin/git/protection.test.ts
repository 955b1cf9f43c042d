import { expect, test } from "vitest";
import {
  type Actor,
  type Change,
  canMerge,
  canPush,
  matches,
  type Rules,
  refusal,
} from "../../../../dev/gitlab/git/protection.ts";
import { zeroId } from "../../../../dev/gitlab/git/refs.ts";

const rules: Rules = {
  project: "team/app",
  membersUrl: "http://gitlab.test/team/app/-/project_members",
  defaultBranch: "main",
  isEmpty: false,
  firstPush: 40,
  branches: [
    { pattern: "main", push: [40], merge: [30], allowsForcePush: false },
    { pattern: "release/*", push: [0], merge: [40], allowsForcePush: true },
    { pattern: "open", push: [30], merge: [30], allowsForcePush: true },
  ],
  tags: [{ pattern: "v*", create: [40] }],
};
const [before, after] = ["1".repeat(40), "2".repeat(40)];
const developer: Actor = { level: 30, web: false };
const maintainer: Actor = { level: 40, web: false };

function change(ref: string, more: Partial<Change> = {}): Change {
  return { ref, before, after, isForced: false, ...more };
}

test.each([
  ["main", "main", true],
  ["main", "main2", false],
  ["release/*", "release/1/2", true],
  ["*", "a/b", true],
  ["v*.0", "v1.0", true],
  ["v*.0", "v1x0", false],
])("%s stands for %s: %s", (pattern, name, expected) => {
  expect(matches(pattern, name)).toBe(expected);
});

const push = "You are not allowed to push code to protected branches on this project.";
const force = "You are not allowed to force push code to a protected branch on this project.";

test.each([
  ["developer, protected", developer, change("refs/heads/main"), push],
  ["maintainer, protected", maintainer, change("refs/heads/main"), undefined],
  ["developer, free", developer, change("refs/heads/topic", { isForced: true }), undefined],
  ["developer, open", developer, change("refs/heads/open", { isForced: true }), undefined],
  ["nobody may push", { level: 50, web: false }, change("refs/heads/release/1"), push],
  ["force", maintainer, change("refs/heads/main", { isForced: true }), force],
  [
    "new protected branch",
    developer,
    change("refs/heads/release/2", { before: zeroId }),
    "You are not allowed to create protected branches on this project.",
  ],
  [
    "default branch deleted",
    maintainer,
    change("refs/heads/main", { after: zeroId }),
    "The default branch of a project cannot be deleted.",
  ],
  [
    "protected branch deleted by git",
    maintainer,
    change("refs/heads/open", { after: zeroId }),
    "You can only delete protected branches using the web interface.",
  ],
  [
    "protected branch deleted by the API",
    { level: 40, web: true },
    change("refs/heads/open", { after: zeroId }),
    undefined,
  ],
  [
    "protected branch deleted by a developer",
    { level: 30, web: true },
    change("refs/heads/open", { after: zeroId }),
    "You are not allowed to delete protected branches from this project. Only a project maintainer or owner can delete a protected branch.",
  ],
  [
    "a branch like an id",
    maintainer,
    change(`refs/heads/${"a".repeat(40)}`, { before: zeroId }),
    "You cannot create a branch with a SHA-1 or SHA-256 branch name",
  ],
  [
    "protected tag created",
    developer,
    change("refs/tags/v1", { before: zeroId }),
    "You are not allowed to create this tag as it is protected.",
  ],
  ["protected tag by a maintainer", maintainer, change("refs/tags/v1", { before: zeroId }), undefined],
  ["free tag", developer, change("refs/tags/x", { before: zeroId }), undefined],
  ["protected tag moved", maintainer, change("refs/tags/v1"), "Protected tags cannot be updated."],
  [
    "protected tag deleted by git",
    maintainer,
    change("refs/tags/v1", { after: zeroId }),
    "You can only delete protected tags using the web interface.",
  ],
  [
    "tag like the default branch",
    maintainer,
    change("refs/tags/main", { before: zeroId }),
    "You cannot use default branch name to create a tag",
  ],
] satisfies [string, Actor, Change, string | undefined][])("%s", (_, actor, wanted, expected) => {
  expect(refusal(rules, actor, wanted)).toEqual(expected);
});

test("the first branch of an empty project is a maintainer's", () => {
  const empty = { ...rules, isEmpty: true, branches: [] };
  const first = change("refs/heads/main", { before: zeroId });
  expect(refusal(empty, maintainer, first)).toBeUndefined();
  expect(refusal(empty, developer, first)).toEqual(
    "\n\nA default branch (e.g. main) does not yet exist for team/app\n" +
      "Ask a project Owner or Maintainer to create a default branch:\n\n" +
      "  http://gitlab.test/team/app/-/project_members\n",
  );
  expect(refusal(empty, developer, change("refs/heads/topic", { before: zeroId }))).toMatch(
    /A default branch/,
  );
  expect(refusal({ ...empty, firstPush: 30 }, developer, first)).toBeUndefined();
});

test("merging can be allowed without pushing", () => {
  const may = (level: number, branch: string) => [
    canPush(rules, level, branch),
    canMerge(rules, level, branch),
  ];
  expect(may(30, "main")).toEqual([false, true]);
  expect(may(40, "main")).toEqual([true, true]);
  expect(may(40, "release/1")).toEqual([false, true]);
  expect(may(30, "release/1")).toEqual([false, false]);
  expect(may(20, "topic")).toEqual([false, false]);
  expect(may(30, "topic")).toEqual([true, true]);
});
