import type { z } from "zod";
import type { Problem } from "../problems/index.ts";

type Issue = z.core.$ZodIssue;

/** One problem for each fault zod found in `raw`, the tree as written in `file`. */
export function issueProblems(file: string, raw: unknown, issues: readonly Issue[]): Problem[] {
  return issues.flatMap(alternatives).flatMap((issue) => problems(file, raw, issue));
}

/** Of a union's alternatives, the faults of the one that was meant: the right kind with the fewest faults. */
function alternatives(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const sameKind = issue.errors.filter((list) =>
    list.every(({ code, path }) => path.length > 0 || code === "unrecognized_keys"),
  );
  const [meant] = sameKind.sort((a, b) => a.length - b.length);
  if (meant === undefined) return [issue];
  return meant.flatMap((inner) => alternatives({ ...inner, path: [...issue.path, ...inner.path] }));
}

function problems(file: string, raw: unknown, issue: Issue): Problem[] {
  const expected = issue.message;
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) => ({
      path: settingPath(file, [...issue.path, key]),
      expected,
      found: `the unknown setting ${key}`,
      remedy: "correct its name or remove it",
    }));
  }
  const value = issue.path.reduce((node: unknown, key) => (node as Record<PropertyKey, unknown>)?.[key], raw);
  return [
    {
      path: settingPath(file, issue.path),
      expected,
      found: description(issue.path, value),
      remedy: value === undefined ? "add it" : "correct it",
    },
  ];
}

/** What was found, in words; never a value that may be a secret. */
function description(path: readonly PropertyKey[], value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "an object";
  if (path[0] === "secrets" || path.includes("key")) return `a ${typeof value}`;
  return JSON.stringify(value);
}

/** `Pulumi.dev.yaml smallboat:registry.port`. */
export function settingPath(file: string, path: readonly PropertyKey[]): string {
  const [section, ...rest] = path.map(String);
  return section === undefined ? file : `${file} smallboat:${[section, ...rest].join(".")}`;
}
