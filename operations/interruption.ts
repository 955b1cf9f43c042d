import { readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { connect } from "../engine/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../engine/leftovers.ts";
import { type Lock, readLocks, readState, type StageFiles, stageFiles } from "./backend.ts";
import { requireEngines, stageEngines } from "./engines.ts";
import { demand } from "./pulumi.ts";
import { unfinished } from "./unfinished.ts";

/**
 * Makes a stage ready again after a run of this machine was killed: removes its lock, and settles in the state
 * what it had begun. Does nothing for a state that is not kept in a folder, or while another run holds the lock.
 * @throws ProblemError, CommandError
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
  // Not by "pulumi cancel": it knows no stage whose first run was killed before it wrote a state.
  rmSync(files.locks, { recursive: true, force: true });
  await settle(stage, files);
}

/**
 * Removes what the interrupted run was just creating, and reads what became of the rest. Only names that this very
 * state was creating count: the label of a stage says nothing of which state a container belongs to.
 */
async function settle(stage: string, files: StageFiles): Promise<void> {
  const state = readState(files);
  if (state.pending.length === 0) return;
  console.log(`Looking up what became of ${state.pending.length} unfinished operations of an earlier run.`);
  // The state knows an ssh host by the socket of its tunnel, which has to be open.
  await requireEngines(await stageEngines(stage));
  for (const { kind, name, urn, engine, certPath } of unfinished(state)) {
    const clear = kind === "container" ? removeLeftover : removeLeftoverNetwork;
    await clear(connect(engine, { certPath }), { name, where: urn }, stage);
  }
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
