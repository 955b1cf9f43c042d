/** Packages of a Python index: their files, their versions, and which version is newer. */
export * from "./client.ts";
export * from "./names.ts";
export * from "./newer-versions.ts";
export * from "./package-page.ts";
export * from "./pip-configuration.ts";
export * from "./requirements.ts";
export * from "./upload.ts";
