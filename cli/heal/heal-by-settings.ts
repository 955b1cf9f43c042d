import { ProblemError } from "../../lib/problems/index.ts";
import { checkDrift } from "../../lib/settings/drift.ts";
import type { StageReport } from "../../lib/status/index.ts";
import { recoverStage } from "../stage/interruption.ts";
import { CommandError, pulumiCliOf, readSettings } from "../stage/pulumi.ts";
import { type Healing, healStage } from "./heal.ts";

/**
 * Heals the places that `smallboat:drift.heal` names. It says what cannot be healed now. The next look finds that again.
 * @throws ProblemError if the settings are wrong
 */
export async function healBySettings(stage: string, report: StageReport): Promise<Healing> {
  const settings = await readSettings(pulumiCliOf(stage));
  const allowed = new Set(checkDrift(stage, settings["smallboat:drift"]).heal);
  const findings = report.findings.filter(({ place }) => allowed.has(place));
  try {
    if (findings.length > 0) await recoverStage(stage);
    const healing = await healStage(stage, { ...report, findings });
    return healing.lines.length > 0 ? healing : { ...healing, report };
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof CommandError)) throw error;
    return { lines: [], faults: error.message.split("\n"), hasFailed: true, report };
  }
}
