/** Which images and packages of a stage have newer ones, as data, as lines, and as an issue. */
export * from "./issue.ts";
export * from "./lines.ts";
export * from "./package-news.ts";
export * from "./report.ts";
