import type { Context } from "../context.ts";
import type { Identity } from "../http/identity.ts";
import {
  flag,
  given,
  hash,
  integers,
  moment,
  oneOf,
  optional,
  type Param,
  text,
  texts,
  type Values,
  withDefault,
} from "../http/params.ts";
import type { Issue } from "../store/issues.ts";
import { milestonesNamed } from "./milestones.ts";

const own = {
  labels: optional(texts()),
  milestone: optional(text()),
  iids: optional(integers()),
  author_id: optional(text()),
  author_username: optional(text()),
  assignee_id: optional(text()),
  assignee_username: optional(texts()),
};

/** Filters of lists of issues. */
export const issueFilters = {
  ...own,
  state: withDefault(oneOf("opened", "closed", "all"), "all"),
  not: optional(hash({ ...own, search: optional(text()) }, "not")),
  search: optional(text()),
  in: withDefault(oneOf("title", "description", "title,description"), "title,description"),
  scope: optional(scopes()),
  confidential: optional(flag()),
  issue_type: optional(oneOf("issue", "incident", "test_case", "task")),
  due_date: optional(text()),
  created_after: optional(moment()),
  created_before: optional(moment()),
  updated_after: optional(moment()),
  updated_before: optional(moment()),
  with_labels_details: withDefault(flag(), false),
  order_by: withDefault(
    oneOf(
      ...([
        "created_at",
        "updated_at",
        "priority",
        "due_date",
        "relative_position",
        "label_priority",
      ] as const),
      ...(["milestone_due", "popularity", "weight", "title"] as const),
    ),
    "created_at",
  ),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
};

function scopes(): Param<"created_by_me" | "assigned_to_me" | "all", true> {
  return oneOf("created_by_me", "assigned_to_me", "all");
}

export type IssueFilter = Values<typeof issueFilters>;
type Own = Values<typeof own>;

/** The issues that match a filter, in its order. */
export function filterIssues(
  context: Pick<Context, "store">,
  identity: Identity | undefined,
  issues: readonly Issue[],
  filter: IssueFilter,
): Issue[] {
  const me = identity?.user.id;
  const { state, search, confidential, issue_type, scope, not } = filter;
  const words = search?.toLowerCase();
  const fields = filter.in.split(",") as ("title" | "description")[];
  const found = issues.filter(
    (issue) =>
      (state === "all" || issue.state === state) &&
      (confidential === undefined || issue.confidential === confidential) &&
      (issue_type === undefined || issue.issue_type === issue_type) &&
      (scope !== "created_by_me" || issue.author_id === me) &&
      (scope !== "assigned_to_me" || issue.assignee_ids.includes(me ?? 0)) &&
      (words === undefined || fields.some((field) => (issue[field] ?? "").toLowerCase().includes(words))) &&
      fits(context, issue, filter) &&
      isWithin(issue, filter) &&
      (not === undefined || !fits(context, issue, not, true)),
  );
  return inOrder(found, filter);
}

/** @param any whether one matching condition is enough, as in a filter that leaves out */
function fits(context: Pick<Context, "store">, issue: Issue, filter: Own, any = false): boolean {
  const { labels, milestone, iids, author_id, author_username, assignee_id, assignee_username } = filter;
  const username = (id: number) => context.store.users.get(id)?.username.toLowerCase() ?? "";
  const names = assignee_username?.map((each) => each.toLowerCase());
  const answers = Object.values(
    given({
      labels: labels && hasLabels(issue, labels, any),
      milestone: milestone === undefined ? undefined : hasMilestone(context, issue, milestone),
      iids: iids?.includes(issue.iid),
      author_id: author_id === undefined ? undefined : String(issue.author_id) === author_id,
      author_username: author_username && username(issue.author_id) === author_username.toLowerCase(),
      assignee_id: assignee_id === undefined ? undefined : hasAssignee(issue, assignee_id),
      assignee_username: names && issue.assignee_ids.some((id) => names.includes(username(id))),
    }),
  );
  return any ? answers.some(Boolean) : answers.every(Boolean);
}

function hasLabels({ labels: own }: Issue, wanted: readonly string[], any: boolean): boolean {
  const [only = ""] = wanted;
  if (wanted.length === 1 && /^none$/i.test(only)) return own.length === 0;
  if (wanted.length === 1 && /^any$/i.test(only)) return own.length > 0;
  const has = (label: string) => own.includes(label);
  return any ? wanted.some(has) : wanted.every(has);
}

function hasMilestone(
  context: Pick<Context, "store">,
  { milestone_id, project_id }: Issue,
  title: string,
): boolean {
  if (/^none$/i.test(title)) return milestone_id === null;
  if (/^any$/i.test(title)) return milestone_id !== null;
  return milestonesNamed(context, project_id, title).some(({ id }) => id === milestone_id);
}

function hasAssignee({ assignee_ids }: Issue, wanted: string): boolean {
  if (/^(none|0)$/i.test(wanted)) return assignee_ids.length === 0;
  return /^any$/i.test(wanted) ? assignee_ids.length > 0 : assignee_ids.includes(Number(wanted));
}

function isWithin({ created_at, updated_at }: Issue, filter: IssueFilter): boolean {
  const { created_after = "", created_before = "9", updated_after = "", updated_before = "9" } = filter;
  const isCreated = created_at >= created_after && created_at <= created_before;
  return isCreated && updated_at >= updated_after && updated_at <= updated_before;
}

function inOrder(issues: readonly Issue[], { order_by, sort }: IssueFilter): Issue[] {
  const field = order_by in (issues[0] ?? {}) ? (order_by as keyof Issue) : "created_at";
  const direction = sort === "asc" ? 1 : -1;
  const key = (issue: Issue) => String(issue[field] ?? "9");
  return issues.toSorted((a, b) => direction * (key(a).localeCompare(key(b)) || a.id - b.id));
}
