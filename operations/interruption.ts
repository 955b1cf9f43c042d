import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import { type Lock, pendingOperations, readLocks, type StageFiles, stageFiles } from "./backend.ts";
import { demand } from "./pulumi.ts";

/**
 * Makes a stage ready again after a run of this machine was killed: removes its lock, and settles in the state
 * what it had begun. Does nothing for a state that is not kept in a folder, or while another run holds the lock.
 * @throws CommandError
 */
export async function recover(stage: string): Promise<void> {
  const files = stageFiles(stage);
  if (!files) return;
  const locks = readLocks(files);
  if (!locks.every(isAbandoned)) return;
  for (const { pid, timestamp } of locks) {
    console.log(
      `The run of ${timestamp} (pid ${pid}) was killed: its lock is removed, and this run goes on.`,
    );
  }
  if (locks.length > 0) await demand(stage, "cancel", "--yes");
  await settle(stage, files);
}

/** Reads what became of unfinished operations. What exists but was not recorded is met when it is created anew. */
async function settle(stage: string, files: StageFiles): Promise<void> {
  const pending = pendingOperations(files);
  if (pending === 0) return;
  console.log(`Looking up what became of ${pending} unfinished operations of an earlier run.`);
  await demand(stage, "refresh", "--yes", "--skip-preview", "--clear-pending-creates");
}

/** True where the lock's holder ran on this machine and is gone. Another process may have its number by now, and a
 * killed one keeps its own until its parent has noticed. */
export function isAbandoned(lock: Lock): boolean {
  return lock.hostname === hostname() && !isPulumi(lock.pid);
}

function isPulumi(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
  return (
    process.platform !== "linux" ||
    /^\d+ \(pulumi[^)]*\) [^Z]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"))
  );
}
