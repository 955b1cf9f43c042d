import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { buildInputs, prepareContext } from "../../../lib/resources/build-context.ts";

const root = mkdtempSync(join(tmpdir(), "smallboat-context-"));
afterAll(() => rmSync(root, { recursive: true }));
vi.spyOn(process, "cwd").mockReturnValue(root);

const url = join(root, "origin.git");
const git = (...args: string[]) =>
  execFileSync("git", ["-C", url, "-c", "user.name=a", "-c", "user.email=a@example.test", ...args], {
    encoding: "utf8",
  }).trim();
mkdirSync(join(url, "sub"), { recursive: true });
git("init", "--quiet");
const commits = ["first", "second"].map((text) => {
  writeFileSync(join(url, "sub/Dockerfile"), text);
  git("add", "--all");
  git("commit", "--quiet", "--message", text);
  return git("rev-parse", "HEAD");
});

const image = (commit: string) => ({
  key: "a",
  reference: "a",
  where: "compose.yaml:3:5",
  pull: "missing" as const,
  build: { context: "sub", dockerfile: "Dockerfile" },
  repository: { url, commit },
});

test("a commit is fetched once, without the rest of the repository, even if it is not the last", async () => {
  const [first = ""] = commits;
  const { context } = buildInputs(image(first), image(first).build);
  await prepareContext(image(first), "h/s/a");
  expect(readFileSync(join(context, "Dockerfile"), "utf8")).toBe("first");
  expect(readdirSync(join(context, ".."))).toEqual(["sub"]);
  rmSync(url, { recursive: true });
  await prepareContext(image(first), "h/s/a");
});

test("a failed fetch causes one line, and leaves no files", async () => {
  const [, second = ""] = commits;
  await expect(prepareContext(image(second), "h/s/a")).rejects.toThrow(
    `h/s/a: expected git to fetch commit ${second} of ${url}, ` +
      `found "fatal: '${url}' does not appear to be a git repository"; ` +
      `make "git fetch ${url} ${second}" work here, or correct the context`,
  );
  expect(readdirSync(join(root, ".smallboat/repositories"))).toHaveLength(1);
});

test("a Dockerfile of the compose file is written when it is needed, and not before", async () => {
  const inline = {
    key: "b",
    reference: "b",
    where: "compose.yaml:3:5",
    pull: "missing" as const,
    build: { context: join(root, "app") },
    dockerfile: "FROM x",
  };
  const { context, dockerfile = "" } = buildInputs(inline, inline.build);
  expect(readdirSync(join(root, ".smallboat"))).toEqual(["repositories"]);
  await prepareContext(inline, "h/s/b");
  expect(readFileSync(join(context, dockerfile), "utf8")).toBe("FROM x");
});
