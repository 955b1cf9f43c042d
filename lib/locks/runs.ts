import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPulumi, isSameSpace, ownProcessSpace, type ProcessSpace } from "./process-space.ts";
import { jsonFiles, type RunLock, readLocks, type StageFiles, stageFiles } from "./stage-files.ts";

/**
 * A note about a run. A lock of Pulumi names only a process id and a host name, which does not tell whether the process
 * belongs to this space.
 */
export interface Run extends ProcessSpace {
  /** Process id of the Pulumi CLI. */
  readonly pid: number;
  /** Start time, ISO 8601. The run's lock is younger. */
  readonly started: string;
}

/** `alive` and `dead` are runs of this space. The holder of a `foreign` lock is unknown here. */
export type HolderState = "alive" | "dead" | "foreign";

/** The state of a lock's holder, from the notes of all runs of the stage. */
export function holderState(
  lock: RunLock,
  runs: readonly Partial<Run>[],
  place: ProcessSpace | undefined,
): HolderState {
  const possible = runs.filter(
    ({ pid, hostname, started = "" }) =>
      pid === lock.pid && hostname === lock.hostname && Date.parse(started) <= Date.parse(lock.timestamp),
  );
  const isOurs = possible.length > 0 && possible.every((run) => isSameSpace(run, place));
  if (!isOurs) return "foreign";
  return isPulumi(lock.pid) ? "alive" : "dead";
}

/** The locks of a stage and the states of their holders. */
export function heldLocks(files: StageFiles): { readonly lock: RunLock; readonly holder: HolderState }[] {
  const runs = jsonFiles<Run>(files.runs).map(([, run]) => run);
  const place = ownProcessSpace();
  return readLocks(files).map((lock) => ({ lock, holder: holderState(lock, runs, place) }));
}

/**
 * Notes that a process of this space may hold a stage's lock. Does nothing if the state is not kept in a folder.
 * @returns a function that removes the note
 */
export function noteRun(stage: string, pid: number | undefined): () => void {
  const files = stageFiles(stage);
  const place = files && ownProcessSpace();
  if (!place || pid === undefined) return () => {};
  const file = note(files, place, pid, new Date().toISOString());
  return () => {
    // A killed CLI leaves its lock. Without the note it would look foreign.
    if (readLocks(files).every((lock) => lock.pid !== pid)) rmSync(file, { force: true });
  };
}

/** Writes a note. @returns its file */
function note(files: StageFiles, place: ProcessSpace, pid: number, started: string): string {
  removeStale(files, place);
  mkdirSync(files.runs, { recursive: true, mode: 0o700 });
  const file = join(files.runs, `${pid}-${randomUUID()}.json`);
  const run: Run = { ...place, pid, started };
  writeFileSync(file, JSON.stringify(run), { mode: 0o600 });
  return file;
}

/** Like `noteRun`, but called by the program: plain `pulumi up` writes no note and already holds the lock. */
export function noteOwnRun(stage: string, project: string): void {
  const files = stageFiles(stage, project);
  const place = files && ownProcessSpace();
  if (!place) return;
  const own = heldLocks(files).filter(
    ({ lock, holder }) => holder === "foreign" && lock.hostname === place.hostname && isPulumi(lock.pid),
  );
  for (const { lock } of own) note(files, place, lock.pid, lock.timestamp);
}

/** Removes notes of this space whose process has ended, unless a lock needs them. */
function removeStale(files: StageFiles, place: ProcessSpace): void {
  const locked = new Set(readLocks(files).map(({ pid }) => pid));
  for (const [file, run] of jsonFiles<Run>(files.runs)) {
    const { pid = 0 } = run;
    if (isSameSpace(run, place) && !locked.has(pid) && !isPulumi(pid)) rmSync(file, { force: true });
  }
}
