export { type HolderState, heldLocks, noteOwnRun, noteRun } from "./runs.ts";
export { type Lock, readLocks, type StageFiles, stageFiles } from "./stage-files.ts";
