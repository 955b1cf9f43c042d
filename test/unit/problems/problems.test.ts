import { expect, test } from "vitest";
import { ProblemError, problemLine, refuse } from "../../../lib/problems/index.ts";

const problem = { path: "a.yaml:1:2", expected: "a port", found: "0", remedy: "correct it" };

test("a problem is one line, whatever it contains", () => {
  expect(problemLine(problem)).toBe("a.yaml:1:2: expected a port, found 0; correct it");
  expect(problemLine({ ...problem, found: 'the text "a\n  b"\r\nc' })).toBe(
    'a.yaml:1:2: expected a port, found the text "a b" c; correct it',
  );
});

test("all problems are thrown at once, and an empty list throws nothing", () => {
  refuse([]);
  const other = { ...problem, path: "b.yaml" };
  const thrown = new ProblemError([problem, other]);
  expect(() => refuse([problem, other])).toThrow(thrown);
  expect(thrown).toMatchObject({
    name: "ProblemError",
    problems: [problem, other],
    message: "a.yaml:1:2: expected a port, found 0; correct it\nb.yaml: expected a port, found 0; correct it",
  });
});
