import { type HealableFinding, isHealable, tooOften } from "../../lib/heal/index.ts";
import { ProblemError, problemLine } from "../../lib/problems/index.ts";
import type { Finding, StageReport } from "../../lib/status/index.ts";
import { lookAtStage } from "../status/look.ts";
import { readHealTimes } from "./heal-times.ts";
import { runHealing } from "./run.ts";

/** The result of healing. */
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
 * Puts right those findings of a report that a run of the program can put right, and looks again. A place is left alone if
 * healing it would bring something new.
 * @throws CommandError if a run cannot be previewed
 */
export async function healStage(stage: string, report: StageReport): Promise<Healing> {
  const found = report.findings.filter(isHealable);
  const held = placesOf(found).flatMap((place) => tooOftenNow(stage, place) ?? []);
  const chosen = found.filter(({ place }) => held.every(({ path }) => path !== place));
  const heldLines = held.map(problemLine);
  if (chosen.length === 0) return { lines: [], faults: heldLines, hasFailed: false, report };
  const { hasFailed, faults, after } = await healAll(stage, chosen);
  const lines = chosen.map((each) => {
    const outcome = isLeft(each, after) ? "not put right" : "put right";
    return `${outcome}: ${each.address}: ${each.text}`;
  });
  return { lines, faults: [...heldLines, ...faults], hasFailed, report: after };
}

/** Heals everything with one run. If that fails, or would bring something new, it heals the rest place by place. */
async function healAll(
  stage: string,
  chosen: readonly HealableFinding[],
): Promise<Attempt & { readonly after: StageReport }> {
  const first = await attempt(stage, chosen);
  const after = await lookAtStage(stage);
  if (!first.hasFailed || placesOf(chosen).length === 1) return { ...first, after };
  const left = chosen.filter((each) => isLeft(each, after));
  const attempts: Attempt[] = [];
  for (const place of placesOf(left).filter((each) => !tooOftenNow(stage, each))) {
    const own = left.filter((each) => each.place === place);
    attempts.push(await attempt(stage, own));
  }
  const faults = attempts.flatMap((each) => each.faults);
  return { hasFailed: true, faults, after: await lookAtStage(stage) };
}

/** The result of one run. */
type Attempt = Pick<Healing, "hasFailed" | "faults">;

async function attempt(stage: string, findings: readonly HealableFinding[]): Promise<Attempt> {
  try {
    return { hasFailed: (await runHealing(stage, findings)) !== 0, faults: [] };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return { hasFailed: true, faults: error.problems.map(problemLine) };
  }
}

function tooOftenNow(stage: string, place: string) {
  return tooOften(readHealTimes(stage), place, new Date());
}

function placesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ place }) => place))];
}

/** Compares without the text of a finding, which may have changed meanwhile, such as an exit code. */
function isLeft({ address, field }: Finding, { findings }: StageReport): boolean {
  return findings.some((each) => each.address === address && each.field === field);
}
