import { type Problem, problemLine } from "../problems/index.ts";
import { type Level, type RuleName, rules } from "../settings/policy-rules.ts";

/** A broken rule: a problem with the rule and its level. */
export interface PolicyResult extends Problem {
  readonly rule: RuleName;
  readonly level: Exclude<Level, "off">;
}

/** True for a rule about what a run would change, false for one about what the stage declares. */
export function isAboutRun({ rule }: PolicyResult): boolean {
  return rules[rule].scope === "run";
}

/** The problem for people: `path: expected …, found …; what to do [policy <rule>: <level>]`. */
export function policyProblem({ rule, level, remedy, ...rest }: PolicyResult): Problem {
  return { ...rest, remedy: `${remedy} [policy ${rule}: ${level}]` };
}

/** That problem as a line. */
export function policyLine(result: PolicyResult): string {
  return problemLine(policyProblem(result));
}

/** Parses such a line of a preview. Undefined for other lines. */
export function parsePolicyLine(line: string): PolicyResult | undefined {
  const match =
    /^(?<path>.+?): expected (?<expected>.+?), found (?<found>.+); (?<remedy>.+) \[policy (?<rule>[\w-]+): (?<level>warn|deny)\]$/.exec(
      line,
    );
  if (!match?.groups || !Object.hasOwn(rules, match.groups.rule ?? "")) return undefined;
  return { ...match.groups } as unknown as PolicyResult;
}
