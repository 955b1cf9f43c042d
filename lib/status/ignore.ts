import type { Finding, IdleRule } from "./model.ts";

/** An entry of `smallboat:drift.ignore`. */
export interface IgnoreRule {
  readonly address: string;
  readonly field: string;
  readonly reason: string;
  /** Last day on which it counts, in UTC. Default: for ever. */
  readonly until?: string | undefined;
}

export interface Ignored {
  readonly findings: readonly Finding[];
  readonly idleRules: readonly IdleRule[];
}

/** Marks findings that a rule ignores. @param day the day in UTC, such as 2026-11-26 */
export function withIgnoreRules(
  findings: readonly Finding[],
  rules: readonly IgnoreRule[],
  day: string,
): Ignored {
  const isExpired = ({ until }: IgnoreRule) => until !== undefined && until < day;
  const fits = (rule: IgnoreRule, { address, field }: Finding) =>
    rule.address === address && rule.field === field;
  const valid = rules.filter((rule) => !isExpired(rule));
  return {
    findings: findings.map((each) => {
      const rule = valid.find((candidate) => fits(candidate, each));
      return rule ? { ...each, ignored: withUntil({ reason: rule.reason }, rule) } : each;
    }),
    idleRules: rules.flatMap((rule): IdleRule[] => {
      const { address, field, reason } = rule;
      const idle = withUntil({ address, field, reason }, rule);
      if (isExpired(rule)) return [{ ...idle, why: "expired" }];
      return findings.some((each) => fits(rule, each)) ? [] : [{ ...idle, why: "matches nothing" }];
    }),
  };
}

function withUntil<Facts extends object>(facts: Facts, { until }: IgnoreRule): Facts & { until?: string } {
  return { ...facts, ...(until !== undefined && { until }) };
}
