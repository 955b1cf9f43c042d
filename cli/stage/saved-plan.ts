import { execFileSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ProblemError } from "../../lib/problems/index.ts";
// Not from the room's index.ts: it loads all of lib/plan, which costs each preview a fifth of its processor time.
import { type Fingerprint, movedLines, planParts, stateParts } from "../../lib/review/fingerprint.ts";
import { seal, unseal } from "../../lib/review/sealed-file.ts";
import { sourceParts } from "../../lib/review/source-files.ts";
import { exportState, type UpdatePlan } from "../../lib/state/index.ts";
import { inPrivateFolder } from "./private-folder.ts";
import { pulumiCliOf } from "./pulumi.ts";
import { allowedDeletions, type RunSettings, withRunSettings } from "./run-settings.ts";

/** The content of the encrypted file that `make preview SAVE=<file>` writes. */
export interface SavedPlan {
  readonly fingerprint: Fingerprint;
  /** Settings of the preview's run, which the update repeats. */
  readonly settings: RunSettings;
  /** Pulumi's own plan, which has the environment of containers in plain text. */
  readonly plan: UpdatePlan;
}

/** The exit code of `up` if the plan is out of date. */
export const planOutOfDate = 10;

/** Something that a plan was made from has changed. */
export class PlanMovedError extends ProblemError {}

/**
 * Runs a preview and saves its plan.
 * @param work runs the preview with these options of the Pulumi CLI
 * @throws ProblemError, CommandError
 */
export async function savingPlan<Result>(
  stage: string,
  file: string,
  work: (options: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const key = passphraseOf(stage);
  // New containers get a mark. The update must declare the same one.
  const settings = { ...allowedDeletions(), incarnation: randomUUID() };
  const before = await groundOf(stage);
  return inPrivateFolder(async (folder) => {
    const place = join(folder, "plan.json");
    const result = await withRunSettings(stage, settings, (options) =>
      work([...options, "--save-plan", place]),
    );
    const plan: UpdatePlan = JSON.parse(readFileSync(place, "utf8"));
    const saved: SavedPlan = { fingerprint: { ...before, plan: planParts(plan) }, settings, plan };
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, seal(stage, saved, key), { mode: 0o600 });
    return result;
  });
}

/** Reads a saved plan. @throws ProblemError if the file holds no plan of this stage */
export function openPlan(stage: string, file: string): SavedPlan {
  if (!existsSync(file)) {
    const remedy = `make one with: make preview STAGE=${stage} SAVE=${file}`;
    throw new ProblemError([
      { path: file, expected: "a plan that make preview saved", found: "no such file", remedy },
    ]);
  }
  return unseal(file, readFileSync(file, "utf8"), stage, passphraseOf(stage));
}

/**
 * Compares a saved plan with one that was made just now.
 * @throws PlanMovedError with a line for each difference
 */
export async function requireUnmoved(
  stage: string,
  file: string,
  saved: SavedPlan,
  plan: UpdatePlan,
): Promise<void> {
  const now = { ...(await groundOf(stage)), plan: planParts(plan) };
  const moved = movedLines(saved.fingerprint, now);
  if (moved.length === 0) return;
  const expected = "no change since the preview";
  const remedy = "nothing was changed: preview again, and look at the result";
  throw new PlanMovedError(moved.map((found) => ({ path: file, expected, found, remedy })));
}

/** Runs `work` with a file of the plan that no other user can read. */
export async function withPlanFile<Result>(
  { plan }: SavedPlan,
  work: (path: string) => Promise<Result>,
): Promise<Result> {
  return inPrivateFolder((folder) => {
    const path = join(folder, "plan.json");
    writeFileSync(path, JSON.stringify(plan), { mode: 0o600 });
    return work(path);
  });
}

/** The fingerprint of what a plan would be made from now. */
async function groundOf(stage: string): Promise<Omit<Fingerprint, "plan">> {
  const state = await exportState(pulumiCliOf(stage), "--show-secrets");
  const pulumi = execFileSync("pulumi", ["version"], { encoding: "utf8" }).trim();
  return {
    source: sourceParts(process.cwd(), stage),
    state: stateParts(state),
    tools: { node: process.version, pulumi },
  };
}

/** @throws ProblemError if no variable gives it */
function passphraseOf(stage: string): string {
  const { PULUMI_CONFIG_PASSPHRASE: given, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  const found = given || (file && existsSync(file) && readFileSync(file, "utf8").trim());
  if (found) return found;
  const path = "PULUMI_CONFIG_PASSPHRASE";
  const remedy = `export it, or set ${path}_FILE to a file that holds it: saved plans are encrypted with it`;
  throw new ProblemError([{ path, expected: `the passphrase of stage "${stage}"`, found: "none", remedy }]);
}
