import type { Row } from "./table.ts";

export interface MergeRequest extends Row {
  readonly project_id: number;
  /** Counts within the project. */
  readonly iid: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: "opened" | "closed" | "merged";
  readonly source_branch: string;
  readonly target_branch: string;
  readonly author_id: number;
  readonly assignee_ids: readonly number[];
  readonly reviewer_ids: readonly number[];
  readonly labels: readonly string[];
  readonly milestone_id: number | null;
  readonly squash: boolean;
  readonly remove_source_branch: boolean | null;
  readonly discussion_locked: boolean | null;
  /** Head of the source, the last one that was seen. */
  readonly sha: string;
  /** The commit where the source branched off from the target. */
  readonly base_sha: string;
  /** Head of the target at that time. */
  readonly start_sha: string;
  readonly merge_commit_sha: string | null;
  readonly squash_commit_sha: string | null;
  /** Merged once its pipeline succeeds, by this user. */
  readonly auto_merge_user_id: number | null;
  readonly merged_by_id: number | null;
  readonly merged_at: string | null;
  readonly closed_by_id: number | null;
  readonly closed_at: string | null;
  /** Why it could not be rebased. */
  readonly merge_error?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A comment on a merge request, an issue or a commit; exactly one of the three is given. */
export interface Note extends Row {
  readonly project_id: number;
  readonly merge_request_id: number | null;
  readonly issue_id: number | null;
  readonly commit_id: string | null;
  /** Its discussion. A single comment has a discussion of its own. */
  readonly discussion_id: string;
  /** Null: a single comment. */
  readonly type: "DiscussionNote" | "DiffNote" | null;
  /** Of a DiffNote: the commits, the file and the line, as the client gave them. */
  readonly position: Readonly<Record<string, unknown>> | null;
  readonly resolved_by_id: number | null;
  readonly resolved_at: string | null;
  /** Only for members who are at least reporters. */
  readonly internal: boolean;
  readonly author_id: number;
  readonly body: string;
  readonly system: boolean;
  /** Of a comment on a line of a commit. */
  readonly path: string | null;
  readonly line: number | null;
  readonly line_type: "new" | "old" | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A status of a commit that another program reports. */
export interface CommitStatus extends Row {
  readonly project_id: number;
  readonly sha: string;
  readonly ref: string;
  readonly name: string;
  readonly status: "pending" | "running" | "success" | "failed" | "canceled" | "skipped";
  readonly target_url: string | null;
  readonly description: string | null;
  readonly coverage: number | null;
  readonly pipeline_id: number | null;
  readonly author_id: number;
  readonly created_at: string;
  readonly started_at: string | null;
  readonly finished_at: string | null;
}
