import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { fileOf, mergedTree, takeAll, takeBack, takeData } from "../../../cli/review/merged-tree.ts";
import { reviewData } from "../../../cli/review/stage-review.ts";
import { pathProblems } from "../../../lib/review/index.ts";

const checkout = process.cwd();
let folder = "";

const git = (...args: string[]) => {
  const person = ["-c", "user.name=a", "-c", "user.email=a@b.c"];
  return execFileSync("git", [...person, ...args], { cwd: folder, encoding: "utf8", stdio: "pipe" }).trim();
};

function write(files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

function commit(): void {
  git("add", "--all");
  git("commit", "--quiet", "--message", "x");
}

/** Commits what `work` changes as the head of merge request 1, from where main began; main goes on with `later`. */
function propose(work: () => void, later: Readonly<Record<string, string>> = {}): void {
  git("checkout", "--quiet", "-b", "topic");
  work();
  commit();
  git("push", "--quiet", "origin", "topic:refs/merge-requests/1/head");
  git("checkout", "--quiet", "main");
  write(later);
  if (Object.keys(later).length > 0) commit();
}

const compose = "stacks/Local/web/compose.yaml";
const read = (path: string) => readFileSync(join(folder, path), "utf8");

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), "smallboat-merge-"));
  folder = join(root, "work");
  execFileSync("git", ["init", "--quiet", "--bare", join(root, "origin.git")]);
  execFileSync("git", ["init", "--quiet", "--initial-branch=main", folder]);
  git("remote", "add", "origin", `file://${join(root, "origin.git")}`);
  write({
    [compose]: "a",
    "stacks/Local/old/compose.yaml": "old",
    "index.ts": "main",
    "Pulumi.dev.yaml": "{}",
  });
  commit();
  process.chdir(folder);
  onTestFinished(() => {
    process.chdir(checkout);
    rmSync(root, { recursive: true });
  });
});

test("data comes from the merge of both, code from main, and afterwards the checkout is unchanged", async () => {
  propose(
    () => {
      rmSync(join(folder, "stacks/Local/old"), { recursive: true });
      write({ [compose]: "b", "index.ts": "topic", "stacks/Local/new/compose.yaml": "new" });
    },
    { "stacks/Local/later/compose.yaml": "later" },
  );
  const merged = await mergedTree(1);
  expect([merged.commit, merged.changes.map(({ path }) => path)]).toEqual([
    git("rev-parse", "topic"),
    ["index.ts", "stacks/Local/new/compose.yaml", "stacks/Local/old/compose.yaml", compose],
  ]);
  expect([await fileOf(merged.tree, compose), await fileOf(merged.tree, "none")]).toEqual(["b", ""]);
  await takeData(merged.tree, "dev", { config: { a: 1 } });
  const seen = [compose, "index.ts", "stacks/Local/new/compose.yaml", "stacks/Local/later/compose.yaml"];
  expect(seen.map(read)).toEqual(["b", "main", "new", "later"]);
  expect([existsSync(join(folder, "stacks/Local/old")), read("Pulumi.dev.yaml")]).toEqual([
    false,
    "config:\n  a: 1\n",
  ]);
  await takeBack(["dev"]);
  expect(git("status", "--porcelain")).toBe("");
  await takeAll(merged.tree);
  expect([read("index.ts"), read(compose)]).toEqual(["topic", "b"]);
});

test("links and nested repositories are found", async () => {
  propose(() => {
    symlinkSync("/etc", join(folder, "stacks/Local/web/etc"));
    git("init", "--quiet", "stacks/Local/web/module");
    git("-C", "stacks/Local/web/module", "commit", "--quiet", "--allow-empty", "--message", "x");
  });
  const { changes } = await mergedTree(1);
  expect(pathProblems(changes).map(({ path, found }) => [path, found])).toEqual([
    ["stacks/Local/web/etc", "a symbolic link"],
    ["stacks/Local/web/module", "a repository of its own"],
  ]);
});

test("a conflict has no tree", async () => {
  propose(() => write({ [compose]: "b" }), { [compose]: "c" });
  await expect(mergedTree(1)).rejects.toThrow(
    "!1: expected a branch that can be merged, found conflicts; rebase it on its target",
  );
});

test("a stage without stacks works too", async () => {
  propose(() => rmSync(join(folder, "stacks"), { recursive: true }));
  const merged = await mergedTree(1);
  await takeData(merged.tree, "dev", {});
  expect(existsSync(join(folder, "stacks"))).toBe(false);
  await takeBack(["dev"]);
  expect(git("status", "--porcelain")).toBe("");
});

const settings = 'config: {"smallboat:hosts": {Local: {engine: "unix:///var/run/docker.sock"}}}\n';
const web = "services: {web: {image: nginx:1.26}}\n";

test.for<[string, Readonly<Record<string, string>>, string]>([
  [
    "another host",
    { "Pulumi.dev.yaml": settings.replace("unix:///var/run/docker.sock", "tcp://10.9.9.9:2375") },
    "Pulumi.dev.yaml smallboat:hosts",
  ],
  ["program code", { "index.ts": "console.log(process.env)" }, "index.ts"],
  [
    "a file of the machine",
    { [compose]: "services: {web: {image: nginx:1.26, env_file: /proc/self/environ}}\n" },
    "stacks",
  ],
  ["another registry", { [compose]: web.replace("nginx", "10.9.9.9:5000/nginx") }, "stacks"],
])("%s is refused before anything runs, and main stays checked out", async ([, files, path]) => {
  rmSync(join(folder, "stacks/Local/old"), { recursive: true });
  write({ "Pulumi.dev.yaml": settings, [compose]: web });
  commit();
  propose(() => write(files));
  const { outcome, reasons, hasPlan } = await reviewData("dev", await mergedTree(1), "dev.plan");
  expect([outcome, reasons, hasPlan]).toEqual([
    "refused",
    [expect.stringMatching(new RegExp(`^${path.replaceAll(".", "\\.")}: expected `))],
    false,
  ]);
  expect([git("status", "--porcelain"), read("index.ts")]).toEqual(["", "main"]);
});
