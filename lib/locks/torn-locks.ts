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
    // Another machine's clock may be ahead, so its file would stay young for long.
    for (const end = Date.now() + patience; isYoung(file) && Date.now() < end; ) await sleep(100);
    rmSync(file, { force: true });
    rmSync(file.replace(/\.[^.]+\.tmp$/, ".attrs"), { force: true });
  }
}

/** False also if the file is gone. */
function isYoung(file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs < patience;
}
