import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { StageFiles } from "./stage-files.ts";

/** Milliseconds after which a lock is not being written any more. Pulumi writes it in less than one. */
const patience = 5_000;

/**
 * Removes what runs left that were killed while they wrote their lock: files that Pulumi had not renamed yet. Pulumi takes each of them
 * for a lock that it cannot read, and would refuse every change of the stage. A young file may be another run's, so this waits for it.
 */
export async function removeTornLocks({ locks }: Pick<StageFiles, "locks">): Promise<void> {
  if (!existsSync(locks)) return;
  for (const name of readdirSync(locks).filter((each) => each.endsWith(".tmp"))) {
    const file = join(locks, name);
    for (let age = ageOf(file); age !== undefined && age < patience; age = ageOf(file)) await sleep(100);
    rmSync(file, { force: true });
    rmSync(file.replace(/\.[^.]+\.tmp$/, ".attrs"), { force: true });
  }
}

/** Milliseconds. Undefined if the file is gone. */
function ageOf(file: string): number | undefined {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat && Date.now() - stat.mtimeMs;
}
