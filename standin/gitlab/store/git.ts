import type { DatabaseSync } from "node:sqlite";
import type { Migration } from "./migrations.ts";

/** Tables of merge requests, notes and commit statuses. */
export const gitMigrations: readonly Migration[] = [];

export function gitTables(_database: DatabaseSync) {
  return {};
}
