import type { Row } from "./table.ts";

export interface Issue extends Row {
  readonly project_id: number;
  /** Counts within the project. */
  readonly iid: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: "opened" | "closed";
  readonly author_id: number;
  readonly assignee_ids: readonly number[];
  readonly labels: readonly string[];
  readonly milestone_id: number | null;
  /** A day. */
  readonly due_date: string | null;
  readonly confidential: boolean;
  readonly discussion_locked: boolean | null;
  readonly issue_type: string;
  readonly closed_by_id: number | null;
  readonly closed_at: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

export interface Milestone extends Row {
  readonly project_id: number;
  /** Counts within the project. */
  readonly iid: number;
  readonly title: string;
  readonly description: string | null;
  readonly state: "active" | "closed";
  /** Days. */
  readonly start_date: string | null;
  readonly due_date: string | null;
  readonly created_at: string;
  readonly updated_at: string;
}

/**
 * A change of an issue or a merge request: a label or a milestone was added or removed, or its state changed.
 */
export interface ResourceEvent extends Row {
  readonly project_id: number;
  readonly resource_type: "Issue" | "MergeRequest";
  readonly resource_id: number;
  readonly user_id: number;
  readonly kind: "label" | "milestone" | "state";
  /** Of labels and milestones. */
  readonly action: "add" | "remove" | null;
  readonly label_id: number | null;
  readonly milestone_id: number | null;
  readonly state: "closed" | "reopened" | "merged" | null;
  readonly created_at: string;
}

/** A user's approval of a merge request. */
export interface Approval extends Row {
  readonly project_id: number;
  readonly merge_request_id: number;
  readonly user_id: number;
  readonly approved_at: string;
}
