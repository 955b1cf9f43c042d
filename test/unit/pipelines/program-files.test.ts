import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { fileGlobs } from "../../../dev/gitlab/matching/glob.ts";
import { programFiles } from "../../../lib/pipelines/jobs/stage-checks.ts";
import { pathProblems } from "../../../lib/review/index.ts";

test("the tests of the default branch run for each file that is neither data nor a document", () => {
  const files = execFileSync("git", ["ls-files"], { encoding: "utf8" }).trim().split("\n");
  const isProgram = fileGlobs(programFiles);
  const isRefused = (path: string) => pathProblems([{ path, mode: "100644" }]).length > 0;
  expect(files.filter((path) => isProgram(path) !== (isRefused(path) || path.startsWith("test/")))).toEqual(
    [],
  );
  expect(
    files.filter((path) => /^(stacks\/|docs\/|Pulumi\..+\.yaml|[^/]+\.md)/.test(path)).some(isProgram),
  ).toBe(false);
});
