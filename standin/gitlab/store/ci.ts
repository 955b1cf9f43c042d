import type { DatabaseSync } from "node:sqlite";
import type { Migration } from "./migrations.ts";

/** Tables of pipelines, jobs and their artifacts. */
export const ciMigrations: readonly Migration[] = [];

export function ciTables(_database: DatabaseSync) {
  return {};
}
