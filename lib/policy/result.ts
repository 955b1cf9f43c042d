import type { Problem } from "../problems/index.ts";
import type { Level, RuleName } from "../settings/policy-rules.ts";

/** A broken rule: a problem, with the rule and what happens. */
export interface PolicyResult extends Problem {
  readonly rule: RuleName;
  readonly level: Exclude<Level, "off">;
}

/** The problem that people read: `path: expected …, found …; what to do [policy <rule>: <level>]`. */
export function policyProblem({ rule, level, remedy, ...rest }: PolicyResult): Problem {
  return { ...rest, remedy: `${remedy} [policy ${rule}: ${level}]` };
}

/** The result behind such a line, which the program says in a preview; undefined for any other line. */
export function parsePolicyLine(line: string): PolicyResult | undefined {
  const match =
    /^(?<path>.+?): expected (?<expected>.+?), found (?<found>.+); (?<remedy>.+) \[policy (?<rule>[\w-]+): (?<level>warn|deny)\]$/.exec(
      line,
    );
  return match?.groups && ({ ...match.groups } as unknown as PolicyResult);
}
