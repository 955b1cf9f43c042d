import { type IgnoreRule, withIgnoreRules } from "./ignore.ts";
import type { Finding, PartialReport, StageReport, Thing } from "./model.ts";
import { syncOf } from "./thing.ts";

export interface StageReportInput {
  readonly stage: string;
  /** When the look began. */
  readonly at: Date;
  readonly parts: readonly PartialReport[];
  readonly rules: readonly IgnoreRule[];
}

/** The report of a stage: its parts together, sorted, with its ignore rules. */
export function stageReport({ stage, at, parts, rules }: StageReportInput): StageReport {
  const all = parts.flatMap(({ findings }) => findings).sort(byOrder);
  const { findings, idleRules } = withIgnoreRules(all, rules, at.toISOString().slice(0, 10));
  return {
    format: 1,
    stage,
    at: at.toISOString(),
    things: parts
      .flatMap(({ things }) => things)
      .map((thing) => withIgnored(thing, findings))
      .sort((a, b) => compare(a.address, b.address)),
    findings,
    unanswered: parts.flatMap(({ unanswered }) => unanswered),
    idleRules,
  };
}

/** A thing whose findings are all ignored is in sync. */
function withIgnored(thing: Thing, findings: readonly Finding[]): Thing {
  if (thing.sync !== "drifted" && thing.sync !== "outdated") return thing;
  return { ...thing, sync: syncOf(findings.filter(({ address }) => address === thing.address)) };
}

/** Findings with the same cause on the same host stand together. */
function byOrder(a: Finding, b: Finding): number {
  const keys = ({ host = "", cause, address, field }: Finding) => [host, cause, address, field];
  const [left, right] = [keys(a), keys(b)];
  return left.map((each, index) => compare(each, right[index] ?? "")).find((order) => order !== 0) ?? 0;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** True for a finding that counts as a difference: it is more than reported, and no rule ignores it. */
export function counts({ sync, ignored }: Finding): boolean {
  return sync !== "reported" && !ignored;
}

/** The exit code of a look: 1 if somebody did not answer, 2 if something differs, or else 0. */
export function verdict({ unanswered, findings }: StageReport): 0 | 1 | 2 {
  if (unanswered.length > 0) return 1;
  return findings.some(counts) ? 2 : 0;
}
