import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { firstProtection } from "../../../../dev/gitlab/repositories/first-branch.ts";
import { type Fields, type InnerGitLab, innerGitLab, only } from "./api.ts";

const full = { push: 40, merge: 40, allowsForcePush: false };

test.each<[string, Fields, object]>([
  ["nothing", {}, { firstPush: 40, rule: full }],
  ["0: none", { default_branch_protection: 0 }, { firstPush: 30 }],
  ["1: partial", { default_branch_protection: 1 }, { firstPush: 30, rule: { ...full, push: 30 } }],
  ["2: full", { default_branch_protection: 2 }, { firstPush: 40, rule: full }],
  ["3: against pushes", { default_branch_protection: 3 }, { firstPush: 40, rule: { ...full, merge: 30 } }],
  ["4: full after the initial push", { default_branch_protection: 4 }, { firstPush: 30, rule: full }],
  [
    "levels",
    {
      default_branch_protection_defaults: {
        allowed_to_push: [{ access_level: 40 }],
        allowed_to_merge: [{ access_level: 30 }],
        allow_force_push: true,
        developer_can_initial_push: true,
      },
    },
    { firstPush: 30, rule: { push: 40, merge: 30, allowsForcePush: true } },
  ],
  [
    "levels that protect from nothing",
    {
      default_branch_protection_defaults: {
        allowed_to_push: [{ access_level: 30 }],
        allowed_to_merge: [{ access_level: 30 }],
        allow_force_push: true,
      },
    },
    { firstPush: 30 },
  ],
])("the protection of the first branch in a group whose setting is %s", (_, options, expected) => {
  expect(firstProtection({ options })).toEqual(expected);
});

test("no group: the server's own setting", () => {
  expect(firstProtection(undefined)).toEqual({ firstPush: 40, rule: full });
});

type Way = (inner: InnerGitLab, id: number, branch: string, token?: string) => Promise<number>;

/** The ways to a first branch that are calls of the API. */
const ways: Readonly<Record<string, Way>> = {
  "a commit": async ({ api }, id, branch, token) => {
    const actions = [{ action: "create", file_path: "a", content: "a" }];
    const json = { branch, commit_message: "First", actions };
    return (await api("POST", `/projects/${id}/repository/commits`, json, token)).status;
  },
  "a file": async ({ api }, id, branch, token) => {
    const json = { branch, commit_message: "First", content: "a" };
    return (await api("POST", `/projects/${id}/repository/files/a`, json, token)).status;
  },
};

async function facts({ gitlab, ok }: InnerGitLab, id: number) {
  const project = await ok("GET", `/projects/${id}`);
  const branches = await ok<Fields[]>("GET", `/projects/${id}/repository/branches`);
  const rules = await ok<Fields[]>("GET", `/projects/${id}/protected_branches`);
  return [
    only(project, "default_branch", "empty_repo"),
    branches.map(({ name, default: is, protected: isProtected }) => [name, is, isProtected]),
    rules.map(({ name }) => name),
    git(gitlab.context.folder, id, "symbolic-ref", "HEAD"),
  ];
}

function git(folder: string, id: number, ...args: string[]): string {
  const { stdout } = spawnSync("git", ["-C", join(folder, "repositories", `${id}.git`), ...args]);
  return stdout.toString().trim();
}

test.each(Object.keys(ways))(
  "the first branch becomes the protected default branch when it is created by %s",
  async (way) => {
    const inner = await innerGitLab();
    const { id } = await inner.ok<{ id: number }>("POST", "/projects", { name: "app" });
    expect(await ways[way]?.(inner, id, "topic")).toBe(201);
    const expected = [
      { default_branch: "topic", empty_repo: false },
      [["topic", true, true]],
      ["topic"],
      "refs/heads/topic",
    ];
    expect(await facts(inner, id)).toEqual(expected);
    // A second branch is neither.
    const more = { branch: "main", ref: "topic" };
    await inner.ok("POST", `/projects/${id}/repository/branches`, more);
    expect((await facts(inner, id))[1]).toEqual([
      ["main", false, false],
      ["topic", true, true],
    ]);
  },
);

test("a branch of an empty repository starts from a default branch that is created for it", async () => {
  const inner = await innerGitLab();
  const { id } = await inner.ok<{ id: number }>("POST", "/projects", {
    name: "app",
    default_branch: "trunk",
  });
  await inner.ok("POST", `/projects/${id}/repository/branches`, { branch: "topic", ref: "trunk" });
  expect(await facts(inner, id)).toEqual([
    { default_branch: "trunk", empty_repo: false },
    [
      ["topic", false, false],
      ["trunk", true, true],
    ],
    ["trunk"],
    "refs/heads/trunk",
  ]);
});

test.each(Object.keys(ways))(
  "the group's setting decides whether a developer may create the first branch by %s",
  async (way) => {
    const inner = await innerGitLab();
    const { ok, member } = inner;
    const outcome = async (default_branch_protection: number) => {
      const path = `g${default_branch_protection}`;
      const group = await ok<{ id: number }>("POST", "/groups", {
        name: path,
        path,
        default_branch_protection,
      });
      const { id } = await ok<{ id: number }>("POST", "/projects", { name: "app", namespace_id: group.id });
      const { token } = await member(id, 30);
      const first = await ways[way]?.(inner, id, "topic", token);
      const rules = await ok<Fields[]>("GET", `/projects/${id}/protected_branches`);
      const levels = rules.map((rule) =>
        ["push_access_levels", "merge_access_levels"].map((key) => (rule[key] as Fields[])[0]?.access_level),
      );
      return [first, levels];
    };
    expect(await outcome(0)).toEqual([201, []]);
    expect(await outcome(1)).toEqual([201, [[30, 40]]]);
    expect(await outcome(2)).toEqual([expect.toBeOneOf([400, 403]), []]);
    expect(await outcome(3)).toEqual([expect.toBeOneOf([400, 403]), []]);
    expect(await outcome(4)).toEqual([201, [[40, 40]]]);
  },
);
