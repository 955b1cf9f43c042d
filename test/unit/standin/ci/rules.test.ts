import { expect, test } from "vitest";
import { parse } from "yaml";
import { fileGlobs, wildcard } from "../../../../dev/gitlab/matching/glob.ts";
import { Expressions } from "../../../../dev/gitlab/pipelines/expressions/evaluate.ts";
import { askJobs, askWorkflow } from "../../../../dev/gitlab/pipelines/rules/answers.ts";
import { Rules } from "../../../../dev/gitlab/pipelines/rules/rules.ts";
import { place } from "./place.ts";

const values = new Map(Object.entries({ DIR: "src", NAME: "main", BASE: "refs/heads/main" }));
const commit = place({
  files: { "src/a.ts": "", "src/deep/b.ts": "", Dockerfile: "", ".hidden/x.yml": "" },
  changed: ["src/a.ts", "docs/x.md"],
  since: { "refs/heads/main": ["README.md"] },
  projects: { "g/p": { files: { "only-there": "" } } },
});

async function matches(rule: object, where = commit): Promise<unknown> {
  const rules = new Rules(new Expressions());
  return rules.matches("a", rule, values, where).catch((error: Error) => error.message);
}

test.each<[object, unknown]>([
  [{}, true],
  [{ changes: ["src/*"] }, true],
  [{ changes: ["src/*.md"] }, false],
  [{ changes: ["$DIR/a.ts"] }, true],
  [{ changes: ["$NOT_THERE/a.ts"] }, false],
  [{ changes: "docs/**/*" }, true],
  [{ changes: { paths: ["README.md"] } }, false],
  [{ changes: { paths: ["README.md"], compare_to: "refs/heads/main" } }, true],
  [{ changes: { paths: ["src/a.ts"], compare_to: "$BASE" } }, false],
  [
    { changes: { paths: ["x"], compare_to: "no" } },
    "Failed to parse rule for a: rules:changes:compare_to is not a valid ref",
  ],
  [{ exists: ["Dockerfile"] }, true],
  [{ exists: ["src"] }, false],
  [{ exists: ["**/*.yml"] }, true],
  [{ exists: { paths: ["$DIR/deep/*.ts"] } }, true],
  [{ exists: { paths: ["$DIR/none"] } }, false],
  [{ exists: { paths: ["only-there"], project: "g/p" } }, true],
  [{ exists: { paths: ["Dockerfile"], project: "g/p" } }, false],
  [
    { exists: { paths: ["x"], project: "g/no" } },
    "Failed to parse rule for a: rules:exists:project `g/no` is not a valid project path",
  ],
  [{ if: '$NAME == "main"', exists: ["Dockerfile"], changes: ["src/*"] }, true],
  [{ if: '$NAME == "x"', exists: ["Dockerfile"] }, false],
  [{ if: "$NAME.length" }, "a:rules:rule if invalid expression syntax"],
])("%j: %j", async (rule, expected) => {
  expect(await matches(rule)).toEqual(expected);
});

test("without a commit to compare with, every path counts as changed", async () => {
  expect(await matches({ changes: ["x"] }, place({}))).toBe(true);
});

test.each<[string, string, boolean]>([
  ["*.ts", "a.ts", true],
  ["*.ts", "src/a.ts", false],
  ["**/*.ts", "a.ts", true],
  ["**/*.ts", "src/deep/a.ts", true],
  ["src/**/*", "src/a", true],
  ["src/**/*", "src/x/y/a", true],
  ["src/**", "src/a", true],
  ["src/**", "src/x/a", false],
  ["src/*", "src/.hidden", true],
  ["{Gemfile,*.lock}", "yarn.lock", true],
  ["{a,b}/c", "b/c", true],
  ["{a,b}/c", "d/c", false],
  ["f?le", "file", true],
  ["f?le", "f/le", false],
  ["[a-c]x", "bx", true],
  ["[!a-c]x", "bx", false],
  ["[!a-c]x", "/x", false],
  ["a.b", "axb", false],
  ["a+(b)$", "a+(b)$", true],
  ["\\*", "*", true],
  ["[", "[", true],
])("%s of %s: %s", (glob, path, expected) => {
  expect(fileGlobs([glob])(path)).toBe(expected);
});

test("any wildcard of names takes linear time", () => {
  const start = performance.now();
  expect(wildcard("*a".repeat(30))("a".repeat(5000).concat("b"))).toBe(false);
  expect(wildcard("feature/*")("feature/x/y")).toBe(true);
  expect(performance.now() - start).toBeLessThan(2000);
});

test("the precedence of variables in rules", async () => {
  const file = parse(`
variables: {A: file, B: file, C: file, RAW: {value: $A, expand: false}}
workflow: {rules: [{if: $A == "file", variables: {W: workflow}}]}
a:
  variables: {B: job, C: job, CI_REF: job}
  rules:
    - {if: $A == "file" && $B == "job" && $C == "given" && $W == "workflow" && $CI_REF == "job" && $RAW =~ /^.A$/}
b: {variables: {}, rules: [{if: $A}, {if: $CI_JOB_NAME == "b" && $W == null}]}
c: {parallel: {matrix: [{P: [x, y]}]}, rules: [{if: $P == "y"}]}
`);
  const asked = {
    rules: new Rules(new Expressions()),
    place: commit,
    predefined: new Map([["CI_REF", "predefined"]]),
    given: new Map([["C", "given"]]),
  };
  const workflow = await askWorkflow(file, asked);
  expect([...workflow.answers]).toEqual(["workflow#0"]);
  expect([...(await askJobs(workflow.file, asked))]).toEqual(["a#0", "b#1", "c: [y]#0"]);
});
