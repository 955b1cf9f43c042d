import type { Context } from "../context.ts";
import { closedBy } from "../issues/change.ts";
import { labelNamed } from "../issues/events.ts";
import type { Issue } from "../store/issues.ts";
import type { Project, User } from "../store/people.ts";
import { basicLabel } from "./label.ts";
import { milestoneEntity } from "./milestone.ts";
import { webUrl } from "./project.ts";
import { userEntity } from "./user.ts";

/** An issue. @param viewer adds whether this user follows it */
export function issueEntity(
  context: Context,
  project: Project,
  issue: Issue,
  origin: string,
  {
    labelDetails = false,
    viewer,
  }: { readonly labelDetails?: boolean; readonly viewer?: User | undefined } = {},
) {
  const { store } = context;
  const web = webUrl(project, origin);
  const api = `${origin}/api/v4/projects/${project.id}`;
  const self = `${api}/issues/${issue.iid}`;
  const user = (id: number | null) => {
    const found = id === null ? undefined : store.users.get(id);
    return found ? userEntity(found, origin) : null;
  };
  const assignees = issue.assignee_ids.map(user).filter((each) => each !== null);
  const milestone = issue.milestone_id === null ? undefined : store.milestones.get(issue.milestone_id);
  const labels = issue.labels.toSorted();
  const tasks = tasksIn(issue.description ?? "");
  return {
    id: issue.id,
    iid: issue.iid,
    project_id: issue.project_id,
    title: issue.title,
    description: issue.description,
    state: issue.state,
    created_at: issue.created_at,
    updated_at: issue.updated_at,
    closed_at: issue.closed_at,
    closed_by: user(issue.closed_by_id),
    labels: labelDetails
      ? labels.flatMap((title) => labelNamed(context, project, title) ?? []).map(basicLabel)
      : labels,
    milestone: milestone ? milestoneEntity(milestone, web, context.now()) : null,
    assignees,
    author: user(issue.author_id),
    type: issue.issue_type.toUpperCase(),
    assignee: assignees[0] ?? null,
    user_notes_count: store.notes.count({ issue_id: issue.id, system: false }),
    merge_requests_count: closingRequests(context, project, issue).length,
    upvotes: 0,
    downvotes: 0,
    due_date: issue.due_date,
    confidential: issue.confidential,
    discussion_locked: issue.discussion_locked,
    issue_type: issue.issue_type,
    web_url: `${web}/-/issues/${issue.iid}`,
    time_stats: {
      time_estimate: 0,
      total_time_spent: 0,
      human_time_estimate: null,
      human_total_time_spent: null,
    },
    task_completion_status: tasks,
    blocking_issues_count: 0,
    has_tasks: tasks.count > 0,
    ...(tasks.count > 0 && {
      task_status: `${tasks.completed_count} of ${tasks.count} checklist items completed`,
    }),
    _links: {
      self,
      notes: `${self}/notes`,
      award_emoji: `${self}/award_emoji`,
      project: api,
      closed_as_duplicate_of: null,
    },
    references: {
      short: `#${issue.iid}`,
      relative: `#${issue.iid}`,
      full: `${project.full_path}#${issue.iid}`,
    },
    severity: "UNKNOWN",
    ...(viewer && { subscribed: issue.author_id === viewer.id || issue.assignee_ids.includes(viewer.id) }),
    moved_to_id: null,
    imported: false,
    imported_from: "none",
    service_desk_reply_to: null,
  };
}

/** The merge requests that close an issue once they are merged. */
export function closingRequests(context: Pick<Context, "store">, project: Project, issue: Issue) {
  return context.store.mergeRequests
    .all({ project_id: project.id })
    .filter(({ description }) =>
      closedBy(context, project, description ?? "").some(({ id }) => id === issue.id),
    );
}

function tasksIn(description: string) {
  const boxes = [...description.matchAll(/^\s*(?:[-*+]|\d+[.)])\s+\[([ xX])\]\s/gm)];
  const done = boxes.filter(([, mark]) => mark !== " ");
  return { count: boxes.length, completed_count: done.length };
}
