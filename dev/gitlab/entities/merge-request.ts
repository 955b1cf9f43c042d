import type { Context } from "../context.ts";
import { isAllResolved } from "../discussions/write.ts";
import { isDraft, type MergeStatus } from "../repositories/mergeability.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";
import { milestoneEntity } from "./milestone.ts";
import { webUrl } from "./project.ts";
import { userEntity } from "./user.ts";

/** A merge request as lists show it. */
export function mergeRequestEntity(
  context: Context,
  project: Project,
  row: MergeRequest,
  status: MergeStatus,
  origin: string,
) {
  const user = (id: number | null) => {
    const found = id === null ? undefined : context.store.users.get(id);
    return found ? userEntity(found, origin) : null;
  };
  const users = (ids: readonly number[]) => ids.map(user).filter((each) => each !== null);
  const milestone = row.milestone_id === null ? undefined : context.store.milestones.get(row.milestone_id);
  const notes = context.store.notes.count({ merge_request_id: row.id, system: false });
  return {
    id: row.id,
    iid: row.iid,
    project_id: row.project_id,
    title: row.title,
    description: row.description,
    state: row.state,
    created_at: row.created_at,
    updated_at: row.updated_at,
    merged_by: user(row.merged_by_id),
    merge_user: user(row.merged_by_id ?? row.auto_merge_user_id),
    merged_at: row.merged_at,
    closed_by: user(row.closed_by_id),
    closed_at: row.closed_at,
    target_branch: row.target_branch,
    source_branch: row.source_branch,
    user_notes_count: notes,
    upvotes: 0,
    downvotes: 0,
    author: user(row.author_id),
    assignees: users(row.assignee_ids),
    assignee: users(row.assignee_ids)[0] ?? null,
    reviewers: users(row.reviewer_ids),
    source_project_id: row.project_id,
    target_project_id: row.project_id,
    labels: row.labels,
    draft: isDraft(row),
    imported: false,
    imported_from: "none",
    work_in_progress: isDraft(row),
    milestone: milestone ? milestoneEntity(milestone, webUrl(project, origin), context.now()) : null,
    merge_when_pipeline_succeeds: row.auto_merge_user_id !== null,
    merge_status: status === "conflict" ? "cannot_be_merged" : "can_be_merged",
    detailed_merge_status: status,
    merge_after: null,
    sha: row.sha,
    merge_commit_sha: row.merge_commit_sha,
    squash_commit_sha: row.squash_commit_sha,
    discussion_locked: row.discussion_locked,
    should_remove_source_branch: row.remove_source_branch,
    force_remove_source_branch: row.remove_source_branch ?? false,
    prepared_at: row.created_at,
    reference: `!${row.iid}`,
    references: { short: `!${row.iid}`, relative: `!${row.iid}`, full: `${project.full_path}!${row.iid}` },
    web_url: `${webUrl(project, origin)}/-/merge_requests/${row.iid}`,
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    squash: row.squash,
    squash_on_merge: row.squash,
    task_completion_status: { count: 0, completed_count: 0 },
    has_conflicts: status === "conflict",
    blocking_discussions_resolved: isAllResolved(context, row.id),
  };
}
