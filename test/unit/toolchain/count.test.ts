import { expect, test } from "vitest";
import { checkCount, goCount, lastLines, partLines, sum, vitestCount } from "../../count.ts";

test("counts add up", () => {
  expect(
    sum([
      { passed: 1, skipped: 0, failures: ["a", "b"] },
      { passed: 30, skipped: 5, failures: ["c"] },
    ]),
  ).toEqual({ passed: 31, skipped: 5, failures: ["a", "b", "c"] });
});

test.each([
  [0, { passed: 1, skipped: 0, failures: [] }],
  [2, { passed: 0, skipped: 0, failures: ["types: exit code 2"] }],
])("the count of a check that ends with exit code %d", (code, count) => {
  expect(checkCount("types", code)).toEqual(count);
});

const passing = { name: "/p/test/live/a.test.ts", status: "passed", assertionResults: [] };
const failing = {
  name: "/p/test/live/b.test.ts",
  status: "failed",
  assertionResults: [
    { status: "passed", fullName: "b one" },
    { status: "failed", fullName: "b two", failureMessages: ["Error: expected 1\n    at b.test.ts:3"] },
  ],
};
const broken = {
  name: "/p/test/live/c.test.ts",
  status: "failed",
  message: "\u001b[31mNo such module\u001b[39m\nmore",
  assertionResults: [{ status: "skipped", fullName: "c" }],
};

test.each([
  ["all pass", [passing], 0, []],
  ["a test fails", [passing, failing], 1, ["test/live/b.test.ts: b two: Error: expected 1"]],
  ["a file does not load", [passing, broken], 1, ["test/live/c.test.ts: No such module"]],
  ["an error belongs to no file", [passing], 1, ["test/live: exit code 1"]],
])("the count of a run of vitest: %s", (_, testResults, code, failures) => {
  const report = JSON.stringify({ numPassedTests: 3, numPendingTests: 1, testResults });
  expect(vitestCount("test/live", report, code, "/p")).toEqual({ passed: 3, skipped: 1, failures });
});

const events = (...lines: object[]) =>
  lines.map((line) => JSON.stringify({ Package: "p", ...line })).join("\n");

test("go: failed tests and their output", () => {
  const report = events(
    { Action: "run", Test: "A" },
    { Action: "output", Test: "A", Output: "fine\n" },
    { Action: "pass", Test: "A" },
    { Action: "output", Test: "B", Output: "expected 1\n" },
    { Action: "fail", Test: "B" },
    { Action: "skip", Test: "C" },
    { Action: "output", Output: "FAIL p\n" },
    { Action: "fail" },
  );
  expect(goCount("m", report, 1)).toEqual({
    count: { passed: 1, skipped: 1, failures: ["m: B"] },
    printed: "expected 1\nFAIL p\n",
  });
});

test("go: a package that does not build", () => {
  const report = events(
    { Action: "build-output", Output: "a.go:1:1: syntax error\n" },
    { Action: "build-fail" },
  );
  expect(goCount("m", report, 1)).toEqual({
    count: { passed: 0, skipped: 0, failures: ["m: exit code 1"] },
    printed: "a.go:1:1: syntax error\n",
  });
});

test("the times of all parts are in one column", () => {
  const seconds = new Map([
    ["set-up", 1441.2],
    ["test/unit", 83],
  ]);
  expect(partLines(seconds)).toEqual(["set-up     24:01", "test/unit   1:23", "all        25:24"]);
});

test("the end names the failures, then the counts", () => {
  expect(lastLines({ passed: 3, skipped: 0, failures: ["a: one"] })).toEqual([
    "failed: a: one",
    "3 passed, 1 failed",
  ]);
  expect(lastLines({ passed: 3, skipped: 2, failures: [] })).toEqual(["3 passed, 0 failed, 2 skipped"]);
});
