import { timestamp } from "../context.ts";
import { issueEntity } from "../entities/issue.ts";
import { milestoneEntity } from "../entities/milestone.ts";
import { webUrl } from "../entities/project.ts";
import { level, projectOf } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { atLeastOne, day, filled, given, integers, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { canSeeIssue } from "../issues/find.ts";
import { milestoneOf } from "../issues/milestones.ts";
import { refuseFaults } from "../projects/names.ts";
import type { Milestone } from "../store/issues.ts";
import type { Project } from "../store/people.ts";
import { summary } from "./merge-request-call.ts";

const path = "/projects/:id/milestones";
const one = `${path}/:milestone_id` as const;
const fields = { description: optional(text()), due_date: optional(day()), start_date: optional(day()) };
const changes = { ...fields, title: optional(filled()), state_event: optional(oneOf("close", "activate")) };

/** Milestones of a project, addressed by their number in the instance. */
export const milestoneRoutes: readonly Route[] = [
  route(
    "GET",
    path,
    {
      auth: "anyone",
      params: {
        iids: optional(integers()),
        state: optional(oneOf("active", "closed", "all")),
        title: optional(text()),
        search: optional(text()),
      },
    },
    (call) => {
      const project = projectOf(call);
      const { iids: iid, state, title, search = "" } = call.params;
      const where = {
        project_id: project.id,
        ...given({ iid, title }),
        ...(state && state !== "all" && { state }),
      };
      const found = call.context.store.milestones.all(where, { order: "-id" });
      const words = search.toLowerCase();
      const matching = found.filter((each) =>
        `${each.title}\n${each.description}`.toLowerCase().includes(words),
      );
      return paginate(call, matching, (each) => shown(call, project, each));
    },
  ),
  route("GET", one, { auth: "anyone" }, (call) => shown(call, ...milestoneOfCall(call))),

  route("POST", path, { params: { ...fields, title: filled() } }, (call) => {
    const project = projectOf(call, level.reporter);
    const { store } = call.context;
    const { title, description = null, due_date = null, start_date = null } = call.params;
    check(call, project, { title, due_date, start_date });
    const now = timestamp(call.context);
    const iid = (store.milestones.first({ project_id: project.id }, { order: "-iid" })?.iid ?? 0) + 1;
    const row = {
      project_id: project.id,
      iid,
      title,
      description,
      state: "active",
      due_date,
      start_date,
    } as const;
    return shown(call, project, store.milestones.insert({ ...row, created_at: now, updated_at: now }));
  }),

  route("PUT", one, { params: changes }, (call) => {
    const [project, milestone] = milestoneOfCall(call, level.reporter);
    atLeastOne(call.params, Object.keys(changes));
    const { state_event, ...change } = call.params;
    check(call, project, { ...milestone, ...given(change) }, milestone.id);
    const state = state_event && ({ close: "closed", activate: "active" } as const)[state_event];
    const changed = call.context.store.milestones.update(milestone.id, {
      ...given({ ...change, state }),
      updated_at: timestamp(call.context),
    });
    return shown(call, project, changed);
  }),

  route("DELETE", one, {}, (call) => {
    const [project, { id }] = milestoneOfCall(call, level.reporter);
    const { store } = call.context;
    const where = { project_id: project.id, milestone_id: id };
    store.transaction(() => {
      for (const issue of store.issues.all(where)) store.issues.update(issue.id, { milestone_id: null });
      for (const row of store.mergeRequests.all(where))
        store.mergeRequests.update(row.id, { milestone_id: null });
      store.milestones.remove(id);
    });
  }),

  route("GET", `${one}/issues`, { auth: "anyone" }, (call) => {
    const [project, { id: milestone_id }] = milestoneOfCall(call);
    const issues = call.context.store.issues
      .all({ project_id: project.id, milestone_id })
      .filter((issue) => canSeeIssue(call.context, call.identity, project, issue));
    return paginate(call, issues, (issue) => issueEntity(call.context, project, issue, call.origin));
  }),

  route("GET", `${one}/merge_requests`, { auth: "anyone" }, (call) => {
    const [project, { id: milestone_id }] = milestoneOfCall(call);
    const rows = call.context.store.mergeRequests.all({ project_id: project.id, milestone_id });
    return Promise.all(paginate(call, rows, (row) => row).map((row) => summary(call, project, row)));
  }),
];

function milestoneOfCall(
  call: Pick<Call<{ readonly id: string; readonly milestone_id: string }>, "context" | "identity" | "params">,
  needed?: number,
): [Project, Milestone] {
  const project = projectOf(call, needed);
  const found = milestoneOf(call.context, project.id, Number(call.params.milestone_id));
  if (!found) throw notFound();
  return [project, found];
}

function check(
  { context }: Pick<Call, "context">,
  { id: project_id }: Project,
  { title, due_date, start_date }: Pick<Milestone, "title" | "due_date" | "start_date">,
  self?: number,
): void {
  const other = context.store.milestones.all({ project_id, title }).some(({ id }) => id !== self);
  const isBackwards = due_date !== null && start_date !== null && due_date < start_date;
  refuseFaults({
    title: other ? ["already being used for another group or project milestone."] : [],
    due_date: isBackwards ? ["must be greater than start date"] : [],
  });
}

function shown(
  { context, origin }: Pick<Call, "context" | "origin">,
  project: Project,
  milestone: Milestone,
) {
  return milestoneEntity(milestone, webUrl(project, origin), context.now());
}
