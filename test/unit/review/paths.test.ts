import { expect, test } from "vitest";
import { problemLine } from "../../../lib/problems/index.ts";
import { changedPaths, pathProblems, touchedStacks } from "../../../lib/review/changed-paths.ts";

const file = "100644";

test("stacks, settings and locks of stages, documents and tests are data", () => {
  const paths = [
    "stacks/Local/web/compose.yaml",
    "stacks/Local/web/html/a b.html",
    "Pulumi.dev.yaml",
    "locks/dev.yaml",
  ];
  const unread = ["docs/guide/commands.md", "README.md", "test/unit/x.test.ts", "LICENSE"];
  expect(pathProblems([...paths, ...unread].map((path) => ({ path, mode: file })))).toEqual([]);
  expect(pathProblems([{ path: "stacks/Local/web/compose.yaml", mode: "000000" }])).toEqual([]);
  expect(pathProblems([{ path: "stacks/Local/web/run.sh", mode: "100755" }])).toEqual([]);
});

test.for<[string, string, string]>([
  [".gitlab-ci.yml", file, "expected no change of CI files, found one"],
  [".gitlab/ci/a.yml", file, "expected no change of CI files, found one"],
  ["Pulumi.yaml", file, "expected no change of the program's settings, found one"],
  ["index.ts", file, "expected no change of program code, found one"],
  ["lib/plan/index.ts", file, "expected no change of program code, found one"],
  ["package-lock.json", "000000", "expected no change of program code, found one"],
  ["Makefile", file, "expected no change of program code, found one"],
  [".npmrc", file, "expected no change of program code, found one"],
  [".gitattributes", file, "expected no change of program code, found one"],
  ["examples/greeting/setup.py", file, "expected no change of program code, found one"],
  ["stacks/Local/web", "160000", "expected no change of program code, found one"],
  ["Pulumi.Dev.yaml/x", file, "expected no change of program code, found one"],
  ["stacks/Local/web/etc", "120000", "expected a file, found a symbolic link"],
  ["stacks/Local/web/mod", "160000", "expected a file, found a repository of its own"],
  ["Pulumi.dev.yaml", "120000", "expected a file, found a symbolic link"],
  ["stacks/Local/web/.gitattributes", file, "expected no change of how git reads files, found one"],
])("a change of %s (%s) waits for a maintainer", ([path, mode, said]) => {
  expect(pathProblems([{ path, mode }]).map(problemLine)).toEqual([
    `${path}: ${said}; let a maintainer read it first`,
  ]);
});

test("a name with control characters is shown without them", () => {
  const path = "stacks/Local/web/a\n/merge\u001b[2Jb\u202e";
  expect(pathProblems([{ path, mode: file }]).map(problemLine)).toEqual([
    "stacks/Local/web/a�/merge�[2Jb�: expected a name that can be shown, found control characters; let a maintainer read it first",
  ]);
});

test("the paths of git's raw differences, whatever they are called", () => {
  const raw = [
    ":100644 100644 aa bb M\0stacks/Local/web/compose.yaml\0",
    ":000000 120000 00 cc A\0stacks/Local/web/a\nb\0",
    ":100644 000000 dd 00 D\0:100644 100644 ee\0",
  ];
  expect(changedPaths(raw.join(""))).toEqual([
    { path: "stacks/Local/web/compose.yaml", mode: "100644" },
    { path: "stacks/Local/web/a\nb", mode: "120000" },
    { path: ":100644 100644 ee", mode: "000000" },
  ]);
});

test("the stacks that paths touch", () => {
  const paths = ["stacks/b/x/compose.yaml", "stacks/a/y/z/w", "stacks/b/x/page", "stacks/a", "README.md"];
  expect(touchedStacks(paths)).toEqual(["a/y", "b/x"]);
});
