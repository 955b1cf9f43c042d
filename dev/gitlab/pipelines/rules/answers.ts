import { type Candidate, type CiFile, candidates, type Rule, rawTexts, stageOf } from "../config/file.ts";
import { policy } from "../config/only.ts";
import { inheritedVariables } from "../config/variables.ts";
import type { Values } from "../expressions/evaluate.ts";
import type { Place } from "../source/place.ts";
import { slug } from "../variables/predefined.ts";
import type { Clauses, Rules } from "./rules.ts";

/** The rules that match, by `ruleKey`. */
export type Answers = ReadonlySet<string>;

/** The place of a rule: `workflow#0`, `build: [a]#1`. */
export function ruleKey(name: string, index: number): string {
  return `${name}#${index}`;
}

export interface Asked {
  readonly rules: Rules;
  readonly place: Place;
  /** GitLab's own; the file may override them. */
  readonly predefined: Values;
  /** Of the project, its groups and the pipeline; they override the file. */
  readonly given: Values;
}

/**
 * A file after its workflow is evaluated: the variables of the matching rule become the file's.
 * @throws ConfigError
 */
export async function askWorkflow(file: CiFile, asked: Asked): Promise<{ file: CiFile; answers: Answers }> {
  const rules = (file.workflow as { rules?: Rule[] } | undefined)?.rules ?? [];
  const values = new Map([...asked.predefined, ...Object.entries(rawTexts(file.variables)), ...asked.given]);
  for (const [index, rule] of rules.entries()) {
    if (!(await asked.rules.matches("workflow", rule, values, asked.place))) continue;
    const variables = { ...(file.variables as object), ...rule.variables };
    return { file: { ...file, variables }, answers: new Set([ruleKey("workflow", index)]) };
  }
  return { file, answers: new Set() };
}

/** The first matching rule of each job. @throws ConfigError */
export async function askJobs(file: CiFile, asked: Asked): Promise<Answers> {
  const found = new Set<string>();
  for (const candidate of candidates(file)) {
    const { entry, entryName, copy } = candidate;
    const values = jobValues(file, candidate, asked);
    const matches = (rule: Clauses) => asked.rules.matches(entryName, rule, values, asked.place);
    for (const [index, rule] of ((entry.rules ?? []) as Rule[]).entries()) {
      if (!(await matches(rule))) continue;
      found.add(ruleKey(copy.name, index));
      break;
    }
    for (const side of ["only", "except"] as const) {
      const { variables, changes } = policy(entry[side]) ?? {};
      for (const [index, expression] of (variables ?? []).entries()) {
        if (await matches({ if: expression })) found.add(ruleKey(`${copy.name} ${side} variables`, index));
      }
      if (changes && (await matches({ changes }))) found.add(`${copy.name} ${side} changes`);
    }
  }
  return found;
}

function jobValues(
  file: CiFile,
  { entry, entryName, copy }: Candidate,
  { predefined, given }: Asked,
): Values {
  const own = {
    ...{ CI_JOB_NAME: copy.name, CI_JOB_NAME_SLUG: slug(copy.name), CI_JOB_GROUP_NAME: entryName },
    ...{ CI_JOB_STAGE: stageOf(entry), CI_NODE_TOTAL: String(copy.total) },
    ...(copy.index !== undefined && { CI_NODE_INDEX: String(copy.index) }),
    ...rawTexts(inheritedVariables(file, entry)),
    ...rawTexts(entry.variables),
    ...copy.variables,
  };
  return new Map([...predefined, ...Object.entries(own), ...given]);
}
