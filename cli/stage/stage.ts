import { existsSync, readdirSync } from "node:fs";
import { stageFiles } from "../../lib/locks/index.ts";
import { refuse } from "../../lib/problems/index.ts";
import { settingsFile, stagesAmong } from "../../lib/settings/settings-source.ts";
import { recoverStage } from "./interruption.ts";
import { notUpProblem } from "./not-up.ts";
import { CommandError, pulumiCliOf } from "./pulumi.ts";

/**
 * Makes a stage ready for a run: recovers from a run that was killed, and creates the stage if it is new.
 * @throws ProblemError, CommandError
 */
export async function openStage(stage: string): Promise<void> {
  await recoverStage(stage);
  await createStage(stage);
}

/** Creates a stage if it is new. @throws CommandError */
export async function createStage(stage: string): Promise<void> {
  if (isThere(stage) === true) return;
  try {
    await pulumiCliOf(stage)(["stack", "init", "--no-select"]);
    console.log(`Stage "${stage}" is new.`);
  } catch (error) {
    if (!(error instanceof CommandError && error.message.includes("already exists"))) throw error;
  }
}

/** @throws ProblemError if a stage has no settings file: its name is wrong, or the file is still to be written */
export function requireSettings(stage: string): void {
  const known = stagesAmong(readdirSync("."));
  if (known.includes(stage)) return;
  const example = known.includes("prod") ? "prod" : known[0];
  refuse([
    {
      path: settingsFile(stage),
      expected: `the settings of stage ${stage}`,
      found: `no such file, but stages ${known.join(", ") || "none"}`,
      remedy: `correct STAGE, or make one with: ${example ? `cp Pulumi.${example}.yaml` : "touch"} Pulumi.${stage}.yaml`,
    },
  ]);
}

/** @throws ProblemError if the stage was never created */
export function requireStage(stage: string): void {
  if (isThere(stage) === false) refuse([notUpProblem(stage)]);
}

/** Undefined if the state is not kept in a folder: then only the Pulumi CLI can tell. */
function isThere(stage: string): boolean | undefined {
  const files = stageFiles(stage);
  return files && existsSync(files.state);
}
