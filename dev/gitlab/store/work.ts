import type { DatabaseSync } from "node:sqlite";
import type { Approval, Issue, Milestone, ResourceEvent } from "./issues.ts";
import { documents, type Migration } from "./migrations.ts";
import type { Release, ReleaseLink } from "./releases.ts";
import { Table } from "./table.ts";

/** Tables of issues, milestones, approvals and releases; notes learn of issues and discussions. */
export const workMigrations: readonly Migration[] = [
  {
    name: "work-1",
    sql: [
      documents("issues", ["state"], [["project_id", "iid"]]),
      documents("milestones", [], [["project_id", "iid"]]),
      documents("resource_events", ["resource_id"]),
      documents("approvals", [], [["merge_request_id", "user_id"]]),
      documents("releases", [], [["project_id", "tag"]]),
      documents("release_links", ["release_id"]),
      `UPDATE notes SET data = json_set(data, '$.issue_id', NULL, '$.type', NULL, '$.position', NULL,
         '$.discussion_id', lower(hex(randomblob(20))), '$.resolved_by_id', NULL, '$.resolved_at', NULL,
         '$.internal', json('false'));`,
      "CREATE INDEX notes_issue_id ON notes (data ->> '$.issue_id');",
      "CREATE INDEX notes_discussion_id ON notes (data ->> '$.discussion_id');",
      "UPDATE merge_requests SET data = json_set(data, '$.milestone_id', NULL);",
    ].join("\n"),
  },
];

export function workTables(database: DatabaseSync) {
  return {
    issues: new Table<Issue>(database, "issues"),
    milestones: new Table<Milestone>(database, "milestones"),
    resourceEvents: new Table<ResourceEvent>(database, "resource_events"),
    approvals: new Table<Approval>(database, "approvals"),
    releases: new Table<Release>(database, "releases"),
    releaseLinks: new Table<ReleaseLink>(database, "release_links"),
  };
}
