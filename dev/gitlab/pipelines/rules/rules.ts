import { fileGlobs } from "../../matching/glob.ts";
import type { Expressions, Values } from "../expressions/evaluate.ts";
import { ExpressionError } from "../expressions/tokens.ts";
import { ConfigError } from "../source/error.ts";
import type { Place } from "../source/place.ts";
import { type Hash, isHash, textOf } from "../source/yaml.ts";
import { expandKnown } from "../variables/variable.ts";

/** GitLab compares at most this many names. With more, the rule counts as a match. */
const mostComparisons = { changes: 50_000, exists: 10_000 };

export const invalidExpression = "if invalid expression syntax";

/** The conditions of a rule. All must hold. */
export interface Clauses {
  readonly if?: unknown;
  readonly changes?: unknown;
  readonly exists?: unknown;
}

/** Decides whether rules match. */
export class Rules {
  readonly #expressions: Expressions;

  constructor(expressions: Expressions) {
    this.#expressions = expressions;
  }

  /** @param where whose rule it is, for messages @throws ConfigError */
  async matches(where: string, rule: Clauses, values: Values, place: Place): Promise<boolean> {
    if (isGiven(rule.if) && !this.#holds(where, rule.if, values)) return false;
    if (isGiven(rule.changes) && !(await hasChanges(where, rule.changes, values, place))) return false;
    return !isGiven(rule.exists) || exists(where, rule.exists, values, place);
  }

  #holds(where: string, expression: unknown, values: Values): boolean {
    try {
      if (typeof expression !== "string") throw new ExpressionError("no text", 0);
      return this.#expressions.holds(expression, values);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      throw new ConfigError(`${where}:rules:rule ${invalidExpression}`);
    }
  }
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

async function hasChanges(where: string, given: unknown, values: Values, place: Place): Promise<boolean> {
  const { paths, compare_to } = longForm(given);
  let changed = await place.changed();
  if (typeof compare_to === "string") {
    changed = await place.changedSince(expandKnown(compare_to, values));
    if (!changed) throw failed(where, "rules:changes:compare_to is not a valid ref");
  }
  if (!changed) return true;
  return covers(paths, changed, values, mostComparisons.changes);
}

async function exists(where: string, given: unknown, values: Values, place: Place): Promise<boolean> {
  const { paths, project, ref } = longForm(given);
  if (typeof project !== "string") return covers(paths, await place.files(), values, mostComparisons.exists);
  const [path, revision] = [project, ref].map((each) =>
    typeof each === "string" ? expandKnown(each, values) : undefined,
  );
  const there = await place.elsewhere(path ?? "", revision);
  if (there === "no project") {
    throw failed(where, `rules:exists:project \`${path}\` is not a valid project path`);
  }
  if (there === "no ref") {
    throw failed(where, `rules:exists:ref \`${revision}\` is not a valid ref in project \`${path}\``);
  }
  return covers(paths, await there.files(), values, mostComparisons.exists);
}

function failed(where: string, reason: string): ConfigError {
  return new ConfigError(`Failed to parse rule for ${where}: ${reason}`);
}

function longForm(given: unknown): Hash & { readonly paths: readonly string[] } {
  const hash: Hash = isHash(given) ? given : { paths: given };
  return { ...hash, paths: [hash.paths ?? []].flat().map(textOf) };
}

function covers(paths: readonly string[], files: readonly string[], values: Values, most: number): boolean {
  const globs = [...new Set(paths.map((path) => expandKnown(path, values)))];
  const [patterns, names] = [globs.filter((glob) => /[*?[{\\]/.test(glob)), new Set(globs)];
  if (files.some((file) => names.has(file))) return true;
  if (patterns.length * files.length > most) return true;
  return patterns.length > 0 && files.some(fileGlobs(patterns));
}
