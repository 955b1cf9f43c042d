import { existsSync } from "node:fs";
import { stageFiles } from "./backend.ts";
import { recover } from "./interruption.ts";
import { CommandError, read } from "./pulumi.ts";

/**
 * Makes a stage ready for a run: creates it where it is new, and clears up after a run that was killed.
 * @throws CommandError
 */
export async function openStage(stage: string): Promise<void> {
  await recover(stage);
  const files = stageFiles(stage);
  if (files && existsSync(files.state)) return;
  const outcome = await read(stage, "stack", "init", "--no-select");
  if (outcome.code === 0) console.log(`Stage "${stage}" is new.`);
  else if (!outcome.stderr.includes("already exists")) throw new CommandError(outcome);
}
