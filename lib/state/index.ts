/** Pulumi's state, previews and plans as data. Whatever reads or writes them goes through here. */
export * from "./cli.ts";
export * from "./edits.ts";
export * from "./facts.ts";
export * from "./hosts.ts";
export * from "./preview.ts";
export * from "./resource.ts";
export * from "./state.ts";
export * from "./values.ts";
