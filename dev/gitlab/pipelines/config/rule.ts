import type { Expressions } from "../expressions/evaluate.ts";
import { ExpressionError } from "../expressions/tokens.ts";
import { invalidExpression } from "../rules/rules.ts";
import { isHash, textOf } from "../source/yaml.ts";
import { durationSeconds } from "./duration.ts";
import { isVariables } from "./shapes.ts";

const keys = {
  job: [
    "if",
    "changes",
    "exists",
    "when",
    "start_in",
    "allow_failure",
    "variables",
    "needs",
    "interruptible",
  ],
  workflow: ["if", "changes", "exists", "when", "variables", "auto_cancel"],
};
const words = {
  job: ["on_success", "on_failure", "always", "never", "manual", "delayed"],
  workflow: ["always", "never"],
};

/** The faults of the rules of a job, or of the workflow. */
export function checkRules(path: string, rules: unknown, expressions: Expressions): string[] {
  if (rules === undefined || rules === null) return [];
  if (!Array.isArray(rules))
    return [`${path} rules should be an array containing hashes and arrays of hashes`];
  return rules.flatMap((rule) => checkRule(path, rule, expressions));
}

function checkRule(path: string, rule: unknown, expressions: Expressions): string[] {
  const where = `${path}:rules:rule`;
  if (!isHash(rule)) return [`${where} config should be a hash`];
  const kind = path === "workflow" ? "workflow" : "job";
  const problems: string[] = [];
  const unknown = Object.keys(rule).filter((key) => !keys[kind].includes(key));
  if (unknown.length > 0) problems.push(`${where} config contains unknown keys: ${unknown.join(", ")}`);
  if (isGiven(rule.variables) && !isVariables(rule.variables)) {
    problems.push(`${where}:variables config should be a hash of key value pairs, value can be a hash`);
  }
  if ([rule.needs ?? []].flat().some((need) => typeof need !== "string" && !isHash(need))) {
    problems.push(`${where}:needs config can only be a hash or an array`);
  }
  const { if: expression, when, allow_failure, start_in, changes, exists } = rule;
  if (isGiven(expression) && !isExpression(expression, expressions)) {
    problems.push(`${where} ${invalidExpression}`);
  }
  if (isGiven(when) && !(typeof when === "string" && words[kind].includes(when))) {
    problems.push(`${where} when unknown value: ${JSON.stringify(when)}`.replaceAll('"', ""));
  }
  if (isGiven(allow_failure) && typeof allow_failure !== "boolean" && !isHash(allow_failure)) {
    problems.push(`${where} allow failure should be a boolean value`);
  }
  if (when === "delayed" && (!isGiven(start_in) || durationSeconds(textOf(start_in)) === undefined)) {
    problems.push(`${where} start in should be a duration`);
  }
  if (when !== "delayed" && isGiven(start_in)) problems.push(`${where} start in must be blank`);
  for (const [key, value] of [
    ["changes", changes],
    ["exists", exists],
  ] as const) {
    const paths = isHash(value) ? value.paths : value;
    const isList = [paths ?? []].flat().every((each) => typeof each === "string");
    if (!isList) problems.push(`${where}:${key} config should be an array of strings`);
    if (Array.isArray(paths) && paths.length > 50) {
      problems.push(`${where}:${key} config is too long (maximum is 50 characters)`);
    }
  }
  return problems;
}

/** True for a text with GitLab's syntax of expressions. */
export function isExpression(value: unknown, expressions: Expressions): boolean {
  try {
    if (typeof value !== "string") return false;
    expressions.holds(value, new Map());
    return true;
  } catch (error) {
    if (error instanceof ExpressionError) return false;
    throw error;
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}
