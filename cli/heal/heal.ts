import { type HealableFinding, isHealable, tooOften } from "../../lib/heal/index.ts";
import { problemLine } from "../../lib/problems/index.ts";
import type { Finding, StageReport } from "../../lib/status/index.ts";
import { lookAtStage } from "../status/look.ts";
import { readHealTimes } from "./heal-times.ts";
import { runHealing } from "./run.ts";

/** What became of findings. */
export interface Healing {
  /** A line for each finding: it is right again, or it is not. */
  readonly lines: readonly string[];
  /** Why a place was left alone, a line each. */
  readonly faults: readonly string[];
  readonly hasFailed: boolean;
  /** What was found afterwards. */
  readonly report: StageReport;
}

/**
 * Puts right what a report has found and a run of the program can put right. Then it looks again.
 * @throws ProblemError if the run would bring something new. Then nothing is changed
 * @throws CommandError if the run cannot be previewed
 */
export async function healStage(stage: string, report: StageReport): Promise<Healing> {
  const found = report.findings.filter(isHealable);
  const held = placesOf(found).flatMap((place) => tooOftenNow(stage, place) ?? []);
  const chosen = found.filter(({ place }) => held.every(({ path }) => path !== place));
  const faults = held.map(problemLine);
  if (chosen.length === 0) return { lines: [], faults, hasFailed: false, report };
  const { hasFailed, after } = await healAll(stage, chosen);
  const lines = chosen.map((each) => {
    const outcome = isLeft(each, after) ? "not put right" : "put right";
    return `${outcome}: ${each.address}: ${each.text}`;
  });
  return { lines, faults, hasFailed, report: after };
}

/** A run that fails leaves undone what comes after the failure. So what is left is then healed place by place. */
async function healAll(
  stage: string,
  chosen: readonly HealableFinding[],
): Promise<{ readonly hasFailed: boolean; readonly after: StageReport }> {
  const hasFailed = (await runHealing(stage, chosen)) !== 0;
  const after = await lookAtStage(stage);
  const left = chosen.filter((each) => isLeft(each, after));
  const places = placesOf(left).filter((place) => !tooOftenNow(stage, place));
  if (!hasFailed || placesOf(chosen).length === 1 || places.length === 0) return { hasFailed, after };
  for (const place of places) {
    const own = left.filter((each) => each.place === place);
    await runHealing(stage, own);
  }
  return { hasFailed, after: await lookAtStage(stage) };
}

function tooOftenNow(stage: string, place: string) {
  return tooOften(readHealTimes(stage), place, new Date());
}

function placesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ place }) => place))];
}

/** The text of a finding may be another one by now, such as its exit code. */
function isLeft({ address, field }: Finding, { findings }: StageReport): boolean {
  return findings.some((each) => each.address === address && each.field === field);
}
