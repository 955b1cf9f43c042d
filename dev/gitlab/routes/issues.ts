import { closingRequests, issueEntity } from "../entities/issue.ts";
import { mergeRequestEntity } from "../entities/merge-request.ts";
import { userEntity } from "../entities/user.ts";
import {
  administrator,
  canSeeProject,
  groupOf,
  level,
  projectLevel,
  projectOf,
  signedIn,
} from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  atLeastOne,
  day,
  filled,
  flag,
  given,
  integer,
  integers,
  moment,
  oneOf,
  optional,
  text,
  texts,
} from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { changeIssue, openIssue, stateChange } from "../issues/change.ts";
import { filterIssues, type IssueFilter, issueFilters } from "../issues/filter.ts";
import { canSeeIssue, findIssue } from "../issues/find.ts";
import { groupsAbove } from "../pipelines/known.ts";
import { mergeStatus } from "../repositories/mergeability.ts";
import type { Issue } from "../store/issues.ts";
import type { Project } from "../store/people.ts";

const path = "/projects/:id/issues";
const one = `${path}/:issue_iid` as const;
/** The fields of an issue that only reporters may set. */
const metadata = {
  assignee_ids: optional(integers()),
  assignee_id: optional(integer()),
  milestone_id: optional(integer()),
  labels: optional(texts()),
  due_date: optional(text()),
  discussion_locked: optional(flag()),
};
const fields = {
  ...metadata,
  description: optional(text()),
  confidential: optional(flag()),
  issue_type: optional(oneOf("issue", "incident", "test_case", "task")),
};
const changes = {
  ...fields,
  title: optional(filled()),
  add_labels: optional(texts()),
  remove_labels: optional(texts()),
  state_event: optional(oneOf("close", "reopen")),
};

/** Issues, addressed by their number in the project. */
export const issueRoutes: readonly Route[] = [
  route("GET", "/issues", { params: issueFilters }, (call) => {
    const scope = call.params.scope ?? "created_by_me";
    return list(call, call.context.store.projects.all(), { ...call.params, scope });
  }),
  route("GET", "/groups/:id/issues", { auth: "anyone", params: issueFilters }, (call) => {
    const group = groupOf(call);
    const { store } = call.context;
    const inside = (project: Project) => groupsAbove({ store }, project).some(({ id }) => id === group.id);
    return list(call, store.projects.all().filter(inside), call.params);
  }),
  route("GET", path, { auth: "anyone", params: issueFilters }, (call) =>
    list(call, [projectOf(call)], call.params),
  ),
  route("GET", "/issues/:issue_id", {}, (call) => {
    administrator(call);
    const issue = call.context.store.issues.get(Number(call.params.issue_id));
    const project = issue && call.context.store.projects.get(issue.project_id);
    if (!issue || !project) throw notFound("Issue");
    return shown(call, project, issue);
  }),
  route("GET", one, { auth: "anyone" }, (call) => shown(call, ...findIssue(call))),

  route("POST", path, { params: { ...fields, title: filled(), created_at: optional(moment()) } }, (call) => {
    const project = projectOf(call);
    if (!canOpen(project)) throw forbidden();
    const { title, description, confidential, issue_type, created_at } = call.params;
    const { context } = call;
    const own = projectLevel(context, signedIn(call), project);
    const more = own >= level.reporter ? described(call.params) : {};
    const issue = openIssue(context, project, signedIn(call), {
      title,
      ...given({ description, confidential, issue_type }),
      ...more,
      ...(own >= level.owner && { created_at }),
    });
    return shown(call, project, issue);
  }),

  route("PUT", one, { params: changes }, (call) => {
    const [project, issue] = findIssue(call);
    atLeastOne(call.params, Object.keys(changes));
    const { context, params } = call;
    const user = signedIn(call);
    const own = projectLevel(context, user, project);
    const isTheirs = issue.author_id === user.id || issue.assignee_ids.includes(user.id);
    if (project.archived || (own < level.reporter && !isTheirs)) throw forbidden();
    const { title, description, confidential, issue_type, state_event, add_labels, remove_labels } = params;
    const relabelled = new Set([...(params.labels ?? issue.labels), ...(add_labels ?? [])]);
    const labels = [...relabelled].filter((label) => !remove_labels?.includes(label));
    const more = own >= level.reporter ? { ...described(params), labels } : {};
    const changed = changeIssue(context, project, user, issue, {
      ...given({ title, description, confidential, issue_type }),
      ...more,
      ...(state_event && stateChange(context, issue, state_event, user)),
    });
    return shown(call, project, changed);
  }),

  route("DELETE", one, {}, (call) => {
    const [project, issue] = findIssue(call);
    const { context } = call;
    if (projectLevel(context, signedIn(call), project) < level.owner) throw forbidden();
    const { store } = context;
    store.transaction(() => {
      store.notes.removeAll({ issue_id: issue.id });
      store.resourceEvents.removeAll({ resource_type: "Issue", resource_id: issue.id });
      store.issues.remove(issue.id);
    });
  }),

  route("GET", `${one}/participants`, { auth: "anyone" }, (call) => {
    const [, issue] = findIssue(call);
    const { store } = call.context;
    const writers = store.notes.all({ issue_id: issue.id, system: false }).map(({ author_id }) => author_id);
    const ids = [...new Set([issue.author_id, ...issue.assignee_ids, ...writers])];
    const users = ids.flatMap((id) => store.users.get(id) ?? []);
    return paginate(call, users, (user) => userEntity(user, call.origin));
  }),

  ...(["closed_by", "related_merge_requests"] as const).map((name) =>
    route("GET", `${one}/${name}`, { auth: "anyone" }, (call) => {
      const [project, issue] = findIssue(call);
      const page = paginate(call, closingRequests(call.context, project, issue), (row) => row);
      return Promise.all(
        page.map(async (row) =>
          mergeRequestEntity(
            call.context,
            project,
            row,
            await mergeStatus(call.context, project, row),
            call.origin,
          ),
        ),
      );
    }),
  ),

  // Author and assignees follow an issue. No notifications are sent.
  ...(["subscribe", "unsubscribe"] as const).map((name) =>
    route("POST", `${one}/${name}`, {}, (call) => {
      const [project, issue] = findIssue(call);
      const subscribed = name === "subscribe";
      return new Answer(201, { ...shown(call, project, issue), subscribed });
    }),
  ),
];

function canOpen({ archived, options }: Project): boolean {
  return !archived && options.issues_enabled !== false && options.issues_access_level !== "disabled";
}

/** The fields of an issue other than its texts. */
function described(
  params: {
    readonly [K in keyof typeof metadata]: (typeof metadata)[K] extends { read(value: unknown): infer T }
      ? T
      : never;
  },
): Partial<Issue> {
  const { assignee_ids, assignee_id, milestone_id, labels, due_date, discussion_locked } = params;
  const one = assignee_id === undefined ? undefined : [assignee_id];
  const assignees = (assignee_ids ?? one)?.filter((id) => id !== 0).slice(0, 1);
  return {
    ...given({ labels, discussion_locked, assignee_ids: assignees }),
    ...(milestone_id !== undefined && { milestone_id: milestone_id === 0 ? null : milestone_id }),
    ...(due_date !== undefined && { due_date: day().read(due_date) ?? null }),
  };
}

function list(call: Call, projects: readonly Project[], filter: IssueFilter) {
  const { context, identity, origin } = call;
  const seen = new Map(
    projects
      .filter((project) => canSeeProject(context, identity, project))
      .map((project) => [project.id, project]),
  );
  const of = (issue: Issue) => seen.get(issue.project_id);
  const issues = context.store.issues.all({ project_id: [...seen.keys()] }).filter((issue) => {
    const project = of(issue);
    return project && canSeeIssue(context, identity, project, issue);
  });
  const found = filterIssues(context, identity, issues, filter);
  const labelDetails = filter.with_labels_details;
  return paginate(call, found, (issue) =>
    issueEntity(context, of(issue) as Project, issue, origin, { labelDetails }),
  );
}

function shown(
  { context, origin, identity }: Pick<Call, "context" | "origin" | "identity">,
  project: Project,
  issue: Issue,
) {
  return issueEntity(context, project, issue, origin, { viewer: identity?.user });
}
