/** Which images of a registry stay, and which nobody needs any more. */
export * from "./lines.ts";
export * from "./needs.ts";
export * from "./stored-links.ts";
export * from "./stored-manifest.ts";
export * from "./unneeded.ts";
