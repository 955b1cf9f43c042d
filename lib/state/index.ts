/** Pulumi's state, previews and plans as data. Everything that reads or writes them uses this room. */
export * from "./cli.ts";
export * from "./earlier-records.ts";
export * from "./edits.ts";
export * from "./preview.ts";
export * from "./property-values.ts";
export * from "./recorded-hosts.ts";
export * from "./resource.ts";
export * from "./run-events.ts";
export * from "./stage-facts.ts";
export * from "./stage-outputs.ts";
export * from "./state.ts";
