import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isPulumi, isSameSpace, ownProcessSpace, type ProcessSpace } from "./process-space.ts";
import { jsonFiles, type Lock, readLocks, type StageFiles, stageFiles } from "./stage-files.ts";

/**
 * What a run notes of itself: a lock of Pulumi names its process and its host name only, by which nobody can tell
 * whether that process is one of this place.
 */
export interface Run extends ProcessSpace {
  /** Of the Pulumi CLI. */
  readonly pid: number;
  /** ISO 8601; its lock is younger. */
  readonly started: string;
}

/** `alive` and `dead` are runs of this place; of a `foreign` lock nobody here knows. */
export type HolderState = "alive" | "dead" | "foreign";

/** Who holds a lock, by the notes of all runs of the stage. */
export function holderState(
  lock: Lock,
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

/** The locks of a stage and their holders. */
export function heldLocks(files: StageFiles): { readonly lock: Lock; readonly holder: HolderState }[] {
  const runs = jsonFiles<Run>(files.runs).map(([, run]) => run);
  const place = ownProcessSpace();
  return readLocks(files).map((lock) => ({ lock, holder: holderState(lock, runs, place) }));
}

/**
 * Notes that a process of this place may hold a stage's lock. Does nothing where the state is not kept in a folder.
 * @returns what removes the note
 */
export function noteRun(stage: string, pid: number | undefined): () => void {
  const files = stageFiles(stage);
  const place = files && ownProcessSpace();
  if (!place || pid === undefined) return () => {};
  const file = note(files, place, pid, new Date().toISOString());
  return () => {
    // A killed CLI leaves its lock, which nobody could tell from a foreign one without the note.
    if (readLocks(files).every((lock) => lock.pid !== pid)) rmSync(file, { force: true });
  };
}

/** @returns its file */
function note(files: StageFiles, place: ProcessSpace, pid: number, started: string): string {
  removeStale(files, place);
  mkdirSync(files.runs, { recursive: true, mode: 0o700 });
  const file = join(files.runs, `${pid}-${randomUUID()}.json`);
  const run: Run = { ...place, pid, started };
  writeFileSync(file, JSON.stringify(run), { mode: 0o600 });
  return file;
}

/** As `noteRun`, from within the program: plain `pulumi up` notes nothing itself, and holds the lock by now. */
export function noteOwnRun(stage: string, project: string): void {
  const files = stageFiles(stage, project);
  const place = files && ownProcessSpace();
  if (!place) return;
  const own = heldLocks(files).filter(
    ({ lock, holder }) => holder === "foreign" && lock.hostname === place.hostname && isPulumi(lock.pid),
  );
  for (const { lock } of own) note(files, place, lock.pid, lock.timestamp);
}

/** Notes of this place whose process is gone, as long as no lock needs them. */
function removeStale(files: StageFiles, place: ProcessSpace): void {
  const locked = new Set(readLocks(files).map(({ pid }) => pid));
  for (const [file, run] of jsonFiles<Run>(files.runs)) {
    const { pid = 0 } = run;
    if (isSameSpace(run, place) && !locked.has(pid) && !isPulumi(pid)) rmSync(file, { force: true });
  }
}
