import { expect, test } from "vitest";
import { goCount, partLines, sum, vitestCount } from "../../count.ts";

test("counts add up", () => {
  expect(
    sum([
      { passed: 1, failed: 2 },
      { passed: 30, failed: 40 },
    ]),
  ).toEqual({ passed: 31, failed: 42 });
});

test.each([
  ["all pass", { numPassedTests: 3, numFailedTests: 0 }, 0, { passed: 3, failed: 0 }],
  ["some fail", { numPassedTests: 3, numFailedTests: 2 }, 1, { passed: 3, failed: 2 }],
  ["a file does not load", { numPassedTests: 3, numFailedTests: 0 }, 1, { passed: 3, failed: 1 }],
])("vitest: %s", (_, report, code, count) => {
  expect(vitestCount(JSON.stringify(report), code)).toEqual(count);
});

const events = (...lines: object[]) =>
  lines.map((line) => JSON.stringify({ Package: "p", ...line })).join("\n");

test("go: failed tests and what they printed", () => {
  const report = events(
    { Action: "run", Test: "A" },
    { Action: "output", Test: "A", Output: "fine\n" },
    { Action: "pass", Test: "A" },
    { Action: "output", Test: "B", Output: "expected 1\n" },
    { Action: "fail", Test: "B" },
    { Action: "output", Output: "FAIL p\n" },
    { Action: "fail" },
  );
  expect(goCount(report, 1)).toEqual({
    count: { passed: 1, failed: 1 },
    failures: "expected 1\nFAIL p\n",
  });
});

test("go: a package that does not build", () => {
  const report = events(
    { Action: "build-output", Output: "a.go:1:1: syntax error\n" },
    { Action: "build-fail" },
  );
  expect(goCount(report, 1)).toEqual({
    count: { passed: 0, failed: 1 },
    failures: "a.go:1:1: syntax error\n",
  });
});

test("the time of each part is told in one column", () => {
  const seconds = new Map([
    ["set-up", 1441.2],
    ["test/unit", 83],
  ]);
  expect(partLines(seconds)).toEqual(["set-up     24:01", "test/unit   1:23", "all        25:24"]);
});
