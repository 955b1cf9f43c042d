import { ProblemError } from "../../lib/problems/index.ts";
import { hideSaltFromGit } from "./passphrase-salt.ts";
import { closeToOtherUsers } from "./private-files.ts";
import { CommandError } from "./pulumi.ts";
import { requireSettings } from "./stage.ts";

/**
 * Runs a command on the stage that the variable STAGE names (default: dev), and ends with its exit code.
 * @param stage another stage than that of STAGE
 * @param isLook true for a command that changes nothing, so that the stage's file needs no clean-up. Default: false
 */
export async function runOnStage(
  operation: (stage: string) => Promise<number>,
  {
    stage = process.env.STAGE || "dev",
    isLook = false,
  }: { stage?: string | undefined; isLook?: boolean } = {},
): Promise<void> {
  try {
    requireSettings(stage);
    process.exitCode = await operation(stage);
  } catch (error) {
    if (!(error instanceof ProblemError || error instanceof CommandError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  } finally {
    if (!isLook) hideSaltFromGit(stage);
    closeToOtherUsers(".smallboat");
  }
}
