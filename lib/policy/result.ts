import { type Problem, problemLine } from "../problems/index.ts";
import type { Level, RuleName } from "../settings/policy-rules.ts";

/** A broken rule: a problem with the rule and its level. */
export interface PolicyResult extends Problem {
  readonly rule: RuleName;
  readonly level: Exclude<Level, "off">;
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
  return match?.groups && ({ ...match.groups } as unknown as PolicyResult);
}
