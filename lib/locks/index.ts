export { type HolderState, heldLocks, noteOwnRun, noteRun } from "./runs.ts";
export { type RunLock, readLocks, type StageFiles, stageFiles } from "./stage-files.ts";
export { removeTornLocks } from "./torn-locks.ts";
