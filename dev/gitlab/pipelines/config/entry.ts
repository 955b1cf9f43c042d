import type { Expressions } from "../expressions/evaluate.ts";
import { isHash } from "../source/yaml.ts";
import type { Entry } from "./file.ts";
import { policy } from "./only.ts";
import { checkRules, isExpression } from "./rule.ts";
import { isDuration, isFlag, isText, isTexts, keys, keysWithin, shapes, words } from "./shapes.ts";
import { checkTrigger } from "./trigger.ts";

/** The faults of one job, in GitLab's words. */
export function checkEntry(name: string, entry: Entry, expressions: Expressions): string[] {
  const where = `jobs:${name}`;
  const problems: string[] = [];
  const has = (key: string) => entry[key] !== undefined;
  const unknown = Object.keys(entry).filter((key) => !keys.includes(key));
  if (unknown.length > 0) problems.push(`${where} config contains unknown keys: ${unknown.join(", ")}`);
  for (const [of, test, says] of shapes) {
    for (const key of of.filter(has)) if (!test(entry[key])) problems.push(`${where}:${key} ${says}`);
  }
  problems.push(...checkWithin(where, entry), ...checkPresence(where, entry));
  problems.push(...checkRules(where, entry.rules, expressions), ...checkPolicies(where, entry, expressions));
  return problems;
}

function checkWithin(where: string, entry: Entry): string[] {
  return Object.entries(keysWithin).flatMap(([key, known]) =>
    [entry[key] ?? []].flat().flatMap((value) => {
      const unknown = isHash(value) ? Object.keys(value).filter((each) => !known.includes(each)) : [];
      return unknown.length > 0
        ? [`${where}:${key} config contains unknown keys: ${unknown.join(", ")}`]
        : [];
    }),
  );
}

function checkPresence(where: string, entry: Entry): string[] {
  const problems: string[] = [];
  const has = (key: string) => entry[key] !== undefined;
  const mixed = ["only", "except", "start_in"].filter(has);
  if (has("rules") && mixed.length > 0) {
    problems.push(`${where} config key may not be used with \`rules\`: ${mixed.join(", ")}`);
  }
  if (has("trigger")) {
    problems.push(...checkTrigger(where, entry));
  } else if ((!has("script") || entry.script === "" || isEmpty(entry.script)) && !has("run")) {
    problems.push(`${where} config should implement the script:, run:, or trigger: keyword`);
  }
  if (has("when") && !(isText(entry.when) && words.includes(String(entry.when)))) {
    problems.push(`${where} when should be one of: ${words.join(", ")}`);
  }
  if (entry.when === "delayed" && !isDuration(entry.start_in))
    problems.push(`${where} start in should be a duration`);
  if (entry.when !== "delayed" && has("start_in") && !has("rules"))
    problems.push(`${where} start in must be blank`);
  if (has("allow_failure") && !isFlag(entry.allow_failure) && !isHash(entry.allow_failure)) {
    problems.push(`${where} allow failure should be a hash or a boolean value`);
  }
  if (has("dependencies") && !isTexts(entry.dependencies)) {
    problems.push(`${where} dependencies should be an array of strings`);
  }
  const { environment, parallel, retry } = entry;
  if (isHash(environment) && environment.on_stop !== undefined && !isText(environment.on_stop)) {
    problems.push(`${where}:environment on stop should be a string`);
  }
  if (isHash(environment) && !isText(environment.name)) {
    problems.push(`${where}:environment name can't be blank`);
  }
  if (typeof parallel === "number" && (parallel < 1 || parallel > 200)) {
    problems.push(`${where}:parallel config should be between 1 and 200`);
  }
  const most = isHash(retry) ? retry.max : retry;
  if (typeof most === "number" && most > 2)
    problems.push(`${where}:retry config must be less than or equal to 2`);
  return problems;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}

function checkPolicies(where: string, entry: Entry, expressions: Expressions): string[] {
  return ["only", "except"].flatMap((side) => {
    const found = policy(entry[side]) ?? {};
    const unknown = Object.keys(found).filter(
      (key) => !["refs", "variables", "changes", "kubernetes"].includes(key),
    );
    const problems =
      unknown.length > 0 ? [`${where}:${side} config contains unknown keys: ${unknown.join(", ")}`] : [];
    for (const key of ["refs", "variables", "changes"] as const) {
      if (found[key] !== undefined && !isTexts(found[key])) {
        problems.push(`${where}:${side} ${key} should be an array of strings`);
      }
    }
    const isWrong = [found.variables ?? []].flat().some((each) => !isExpression(each, expressions));
    return isWrong ? [...problems, `${where}:${side} variables invalid expression syntax`] : problems;
  });
}
