export { type Lock, readLocks, type StageFiles, stageFiles } from "./files.ts";
export { type Holder, heldLocks, noteOwnRun, noteRun } from "./runs.ts";
