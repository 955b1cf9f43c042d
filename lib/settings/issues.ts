import type { z } from "zod";
import type { Problem } from "../problems/index.ts";
import { nearest } from "../problems/nearest.ts";
import { foundText } from "./found-text.ts";
import { isSecret, type SettingsSource, settingPath, valueAt } from "./settings-source.ts";

type Issue = z.core.$ZodIssue;

/** A problem for each issue that zod has found. */
export function issueProblems(source: SettingsSource, issues: readonly Issue[]): Problem[] {
  return issues.flatMap((issue) => meant(source, issue)).flatMap((issue) => problems(source, issue));
}

/** The issues of the union's alternative that was probably meant: it has the right type and known keys. */
function meant(source: SettingsSource, issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const alternatives = issue.errors
    .map((list) => list.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })))
    .filter((list) =>
      list.every(({ code, path }) => path.length > issue.path.length || code === "unrecognized_keys"),
    );
  const missing = (list: Issue[]) => list.filter(({ path }) => valueAt(source, path) === undefined).length;
  const [first] = alternatives.sort((a, b) => missing(a) - missing(b) || a.length - b.length);
  return first ? first.flatMap((inner) => meant(source, inner)) : [issue];
}

function problems(source: SettingsSource, issue: Issue): Problem[] {
  if (issue.code === "unrecognized_keys") {
    const known = issue.message.split(", ");
    return issue.keys.map((key) =>
      unknownSetting(settingPath(source.file, [...issue.path, key]), key, known),
    );
  }
  const path = settingPath(source.file, issue.path);
  const expected = issue.message;
  if (issue.code === "invalid_key") {
    return [{ path, expected, found: JSON.stringify(issue.path.at(-1)), remedy: "correct the name" }];
  }
  const value = valueAt(source, issue.path);
  const near = issue.code === "invalid_value" ? nearWord(value, issue.values) : undefined;
  const remedy = value === undefined ? "add it" : near ? `write ${near}` : "correct it";
  return [{ path, expected, found: foundText(value, isSecret(source, issue.path)), remedy }];
}

function unknownSetting(path: string, key: string, known: readonly string[]): Problem {
  const near = nearest(key, known);
  return {
    path,
    expected: `one of ${known.join(", ")}`,
    found: `the unknown setting ${key}`,
    remedy: near ? `write ${near}` : "correct its name or remove it",
  };
}

/** The allowed value that was probably meant. */
function nearWord(value: unknown, values: readonly unknown[]): string | undefined {
  return typeof value === "string" ? nearest(value, values.map(String)) : undefined;
}
