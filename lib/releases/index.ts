/** What runs of a stage, and the lock that names what should. */
export * from "./history.ts";
export * from "./history-in-state.ts";
export * from "./history-lines.ts";
export * from "./image-source.ts";
export * from "./lifted-holds.ts";
export * from "./lock.ts";
export * from "./lock-file.ts";
export * from "./promotion.ts";
export * from "./promotion-text.ts";
export * from "./references.ts";
export * from "./running.ts";
export * from "./untold.ts";
export * from "./way-back.ts";
