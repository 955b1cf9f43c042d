import type { DatabaseSync } from "node:sqlite";
import type { CommitStatus, MergeRequest, Note } from "./merge-requests.ts";
import { documents, type Migration } from "./migrations.ts";
import { Table } from "./table.ts";

/** Tables of merge requests, notes and commit statuses. */
export const gitMigrations: readonly Migration[] = [
  {
    name: "git-1",
    sql: [
      documents("merge_requests", ["source_branch"], [["project_id", "iid"]]),
      documents("notes", ["merge_request_id", "commit_id"]),
      documents("commit_statuses", [], [["project_id", "sha", "ref", "name"]]),
    ].join("\n"),
  },
];

export function gitTables(database: DatabaseSync) {
  return {
    mergeRequests: new Table<MergeRequest>(database, "merge_requests"),
    notes: new Table<Note>(database, "notes"),
    commitStatuses: new Table<CommitStatus>(database, "commit_statuses"),
  };
}
