import { type Candidate, type CiFile, candidates, type Rule } from "./file.ts";
import { policy } from "./only.ts";

/** A question to gitlab-ci-local's parser: does this one rule match, with these variables? */
export interface Condition {
  /** Where it stands: `workflow#0`, `build: [a]#1`, `lint only changes#0`. */
  readonly key: string;
  readonly rule: Pick<Rule, "if" | "changes" | "exists">;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly inherit?: unknown;
}

/** Which of them match. */
export type Answers = ReadonlySet<string>;

export function ruleKey(name: string, index: number): string {
  return `${name}#${index}`;
}

/** Every question that has to be asked to know which jobs a pipeline has. */
export function conditions(file: CiFile): Condition[] {
  const workflow = ((file.workflow as { rules?: Rule[] } | undefined)?.rules ?? []).map((rule, index) => ({
    key: ruleKey("workflow", index),
    rule: question(rule),
    variables: {},
  }));
  return [...workflow, ...candidates(file).flatMap(ofJob)];
}

function ofJob({ entry, copy }: Candidate): Condition[] {
  const variables = { ...(entry.variables as object), ...copy.variables };
  const shared = { variables, ...(entry.inherit !== undefined && { inherit: entry.inherit }) };
  const rules = (entry.rules ?? []) as Rule[];
  const asked = rules.map((rule, index) => ({
    key: ruleKey(copy.name, index),
    rule: question(rule),
    ...shared,
  }));
  for (const side of ["only", "except"] as const) {
    const found = policy(entry[side]);
    for (const [index, expression] of (found?.variables ?? []).entries()) {
      asked.push({
        key: ruleKey(`${copy.name} ${side} variables`, index),
        rule: { if: expression },
        ...shared,
      });
    }
    if (found?.changes) {
      asked.push({ key: `${copy.name} ${side} changes`, rule: { changes: found.changes }, ...shared });
    }
  }
  return asked;
}

function question({ if: expression, changes, exists }: Rule): Condition["rule"] {
  return {
    ...(expression !== undefined && { if: expression }),
    ...(changes !== undefined && { changes }),
    ...(exists !== undefined && { exists }),
  };
}
