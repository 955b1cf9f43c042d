/** Which images of a stage have newer ones in their registries, as data, as lines, and as an issue. */
export * from "./issue.ts";
export * from "./lines.ts";
export * from "./report.ts";
