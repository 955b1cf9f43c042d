import { type Context, timestamp } from "../context.ts";
import { refuseFaults } from "../projects/names.ts";
import type { Issue } from "../store/issues.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project, User } from "../store/people.ts";
import { ensureLabels, type Followed, recordEvents } from "./events.ts";
import { milestoneOf } from "./milestones.ts";

type Fields = Omit<Issue, "id" | "project_id" | "iid" | "author_id" | "created_at" | "updated_at">;

const longest = 1_048_576;

/** Opens an issue. @throws ApiError 400 */
export function openIssue(
  context: Context,
  project: Project,
  author: User,
  fields: Partial<Fields> & Pick<Issue, "title"> & { readonly created_at?: string | undefined },
): Issue {
  check(fields);
  const { store } = context;
  const now = fields.created_at ?? timestamp(context);
  return store.transaction(() => {
    const iid = (store.issues.first({ project_id: project.id }, { order: "-iid" })?.iid ?? 0) + 1;
    const issue = store.issues.insert({
      description: null,
      state: "opened",
      assignee_ids: [],
      labels: [],
      due_date: null,
      confidential: false,
      discussion_locked: null,
      issue_type: "issue",
      closed_by_id: null,
      closed_at: null,
      ...fields,
      milestone_id: milestoneOf(context, project.id, fields.milestone_id ?? null)?.id ?? null,
      project_id: project.id,
      iid,
      author_id: author.id,
      created_at: now,
      updated_at: now,
    });
    ensureLabels(context, project, issue.labels);
    recordEvents(context, project, author, undefined, followed(issue));
    return issue;
  });
}

/** Changes an issue. @throws ApiError 400 */
export function changeIssue(
  context: Context,
  project: Project,
  user: User,
  issue: Issue,
  change: Partial<Fields>,
): Issue {
  check(change);
  const { store } = context;
  return store.transaction(() => {
    const { milestone_id } = change;
    const milestone =
      milestone_id == null ? milestone_id : (milestoneOf(context, project.id, milestone_id)?.id ?? null);
    const changed = store.issues.update(issue.id, {
      ...change,
      ...(milestone !== undefined && { milestone_id: milestone }),
      updated_at: timestamp(context),
    });
    ensureLabels(context, project, changed.labels);
    recordEvents(context, project, user, followed(issue), followed(changed));
    return changed;
  });
}

/** The fields that closing or reopening an issue changes; none if it has that state already. */
export function stateChange(
  context: Context,
  issue: Issue,
  event: "close" | "reopen",
  user: User,
): Partial<Fields> {
  if (event === "close" && issue.state === "opened") {
    return { state: "closed", closed_by_id: user.id, closed_at: timestamp(context) };
  }
  if (event === "reopen" && issue.state === "closed") {
    return { state: "opened", closed_by_id: null, closed_at: null };
  }
  return {};
}

/** Closes the issues that a merge request names, after its merge into the default branch. */
export function closeMerged(context: Context, project: Project, user: User, request: MergeRequest): void {
  const isOff = project.options.autoclose_referenced_issues === false;
  if (isOff || request.target_branch !== project.default_branch) return;
  for (const issue of closedBy(context, project, request.description ?? "")) {
    changeIssue(context, project, user, issue, stateChange(context, issue, "close", user));
  }
}

function followed({ id, labels, milestone_id, state }: Issue): Followed {
  return { type: "Issue", id, labels, milestone_id, state };
}

function check({ title, description }: Partial<Pick<Issue, "title" | "description">>): void {
  const isLong = (description?.length ?? 0) > longest;
  refuseFaults({
    title: title !== undefined && title.length > 255 ? ["is too long (maximum is 255 characters)"] : [],
    description: isLong ? [`is too long (maximum is ${longest} characters)`] : [],
  });
}

/** The issues that a text closes: `Closes #1, #2`. */
export function closedBy({ store }: Pick<Context, "store">, project: Project, text: string): Issue[] {
  const said =
    /\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd]|ing)?|resolv(?:e[sd]?|ing)|implement(?:s|ed|ing)?):?((?:,?(?:\s+and)?\s+#\d+)+)/gi;
  const iids = [...text.matchAll(said)].flatMap(([, list = ""]) => list.match(/\d+/g) ?? []);
  return [...new Set(iids.map(Number))].flatMap(
    (iid) => store.issues.first({ project_id: project.id, iid }) ?? [],
  );
}
