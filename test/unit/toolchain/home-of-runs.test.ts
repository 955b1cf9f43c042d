import { mkdirSync, mkdtempSync, readdirSync, readlinkSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { homeOfRuns } from "../../../dev/toolchain/setup/home-of-runs.ts";

const root = mkdtempSync(join(tmpdir(), "home-"));
afterAll(() => rmSync(root, { recursive: true }));

test("Pulumi runs in a home without debug logs, with the plugins and the chosen stacks of the user's", () => {
  const [home, user] = [join(root, "cache/pulumi"), join(root, ".pulumi")];
  expect(homeOfRuns(home, user)).toBe(home);
  expect(readdirSync(home).sort()).toEqual(["logs", "plugins", "workspaces"]);
  expect(statSync(join(home, "logs")).isFile()).toBe(true);
  expect(["plugins", "workspaces"].map((name) => readlinkSync(join(home, name)))).toEqual([
    join(user, "plugins"),
    join(user, "workspaces"),
  ]);
  expect(readdirSync(user).sort()).toEqual(["plugins", "workspaces"]);
});

test("what another run has begun is completed, and what is there stays", () => {
  const [home, user] = [join(root, "begun"), join(root, "user")];
  mkdirSync(join(home, "plugins"), { recursive: true });
  writeFileSync(join(home, "plugins", "own"), "");
  expect([homeOfRuns(home, user), homeOfRuns(home, user)]).toEqual([home, home]);
  expect(readdirSync(join(home, "plugins"))).toEqual(["own"]);
  expect(statSync(join(home, "logs")).isFile()).toBe(true);
});

test("the user's home serves where no other can be made", () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  expect(homeOfRuns(join(file, "pulumi"), "/home/user/.pulumi")).toBe("/home/user/.pulumi");
});
