import { existsSync } from "node:fs";
import { stageFiles } from "../../lib/locks/index.ts";
import { exportState, readStateFile, type State } from "../../lib/state/index.ts";
import { pulumiCliOf } from "./pulumi.ts";

/**
 * The state, its secrets as ciphertext. From its file if it is kept in a folder: the Pulumi CLI takes most of a second for it.
 * @throws ProblemError, CommandError
 */
export async function recordedState(stage: string): Promise<State> {
  const file = stageFiles(stage)?.state;
  return file !== undefined && existsSync(file) ? readStateFile(file) : exportState(pulumiCliOf(stage));
}
