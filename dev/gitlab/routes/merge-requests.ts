import { timestamp } from "../context.ts";
import { commitEntity } from "../entities/commit.ts";
import { basicPipeline } from "../entities/pipeline.ts";
import { webUrl } from "../entities/project.ts";
import { history } from "../git/commits.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { notAcceptable } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  atLeastOne,
  filled,
  flag,
  given,
  integer,
  integers,
  oneOf,
  optional,
  text,
  texts,
  withDefault,
} from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { ensureLabels, followedRequest, recordEvents } from "../issues/events.ts";
import { acceptMergeRequest } from "../repositories/accept.ts";
import { type MergeRequestFields, openMergeRequest, refresh } from "../repositories/merge-requests.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import { changesOf, detail, mayChange, mergeRequestOf, summary } from "./merge-request-call.ts";
import { filteredRequests, requestFilters } from "./merge-request-filter.ts";

const path = "/projects/:id/merge_requests";
const one = `${path}/:iid` as const;
const reading = { auth: "anyone", jobToken: true } as const;

const fields = {
  description: optional(text()),
  assignee_id: optional(integer()),
  assignee_ids: optional(integers()),
  reviewer_ids: optional(integers()),
  labels: optional(texts()),
  milestone_id: optional(integer()),
  remove_source_branch: optional(flag()),
  squash: optional(flag()),
};
const updates = {
  ...fields,
  title: optional(filled()),
  target_branch: optional(filled()),
  state_event: optional(oneOf("close", "reopen")),
  add_labels: optional(texts()),
  remove_labels: optional(texts()),
  discussion_locked: optional(flag()),
};
const acceptance = {
  sha: optional(text()),
  squash: optional(flag()),
  should_remove_source_branch: optional(flag()),
  merge_commit_message: optional(text()),
  squash_commit_message: optional(text()),
  merge_when_pipeline_succeeds: withDefault(flag(), false),
  auto_merge: withDefault(flag(), false),
};

/** Merge requests of a project, addressed by their number in it. */
export const mergeRequestRoutes: readonly Route[] = [
  route("GET", path, { ...reading, params: requestFilters }, async (call) => {
    const project = projectOf(call);
    const page = paginate(call, filteredRequests(call.context, call.params, [project.id]), (row) => row);
    return Promise.all(page.map((row) => summary(call, project, row)));
  }),

  route(
    "POST",
    path,
    { params: { ...fields, source_branch: filled(), target_branch: filled(), title: filled() } },
    async (call) => {
      const project = projectOf(call, level.developer);
      const { assignee_id, ...asked } = call.params;
      const assigned = assignee_id ? { assignee_ids: [assignee_id] } : {};
      const row = await openMergeRequest(
        call.context,
        { project, user: signedIn(call) },
        {
          ...picked(asked),
          ...assigned,
          source_branch: asked.source_branch,
          target_branch: asked.target_branch,
          title: asked.title,
        },
      );
      return detail(call, project, row);
    },
  ),

  route(
    "GET",
    one,
    { ...reading, params: { include_rebase_in_progress: withDefault(flag(), false) } },
    async (call) => ({
      ...(await detail(call, ...mergeRequestOf(call))),
      ...(call.params.include_rebase_in_progress && { rebase_in_progress: false }),
    }),
  ),

  route("PUT", one, { params: updates }, async (call) => {
    const [project, row] = mergeRequestOf(call);
    mayChange(call, project, row.author_id);
    atLeastOne(call.params, Object.keys(updates));
    const { store } = call.context;
    const { state_event, add_labels = [], remove_labels = [], assignee_id } = call.params;
    const labels = [...new Set([...(call.params.labels ?? row.labels), ...add_labels])];
    const changed = store.mergeRequests.update(row.id, {
      ...(picked(call.params) as Partial<MergeRequest>),
      ...given({ target_branch: call.params.target_branch, title: call.params.title }),
      ...given({ discussion_locked: call.params.discussion_locked }),
      ...(assignee_id !== undefined && { assignee_ids: assignee_id === 0 ? [] : [assignee_id] }),
      labels: labels.filter((label) => !remove_labels.includes(label)),
      ...(state_event && stateAfter(call, row, state_event)),
      updated_at: timestamp(call.context),
    });
    const user = signedIn(call);
    ensureLabels(call.context, project, changed.labels);
    recordEvents(call.context, project, user, followedRequest(row), followedRequest(changed));
    return detail(call, project, await refresh(call.context, project, changed));
  }),

  route("DELETE", one, {}, (call) => {
    const [, row] = mergeRequestOf(call, level.owner);
    const { store } = call.context;
    store.transaction(() => {
      store.notes.removeAll({ merge_request_id: row.id });
      store.approvals.removeAll({ merge_request_id: row.id });
      store.resourceEvents.removeAll({ resource_type: "MergeRequest", resource_id: row.id });
      store.mergeRequests.remove(row.id);
    });
  }),

  route("PUT", `${one}/merge`, { params: acceptance }, async (call) => {
    const [project, row] = mergeRequestOf(call);
    const { merge_when_pipeline_succeeds, auto_merge, ...wanted } = call.params;
    const author = { project, user: signedIn(call), origin: call.origin };
    const isLater = merge_when_pipeline_succeeds || auto_merge;
    const merged = await acceptMergeRequest(call.context, author, row, { ...wanted, isLater });
    return detail(call, project, merged);
  }),

  route("POST", `${one}/cancel_merge_when_pipeline_succeeds`, {}, (call) => {
    const [, row] = mergeRequestOf(call, level.developer);
    if (row.auto_merge_user_id === null) throw notAcceptable();
    call.context.store.mergeRequests.update(row.id, { auto_merge_user_id: null });
    return { status: "success" };
  }),

  route("GET", `${one}/commits`, reading, async (call) => {
    const [project, row] = mergeRequestOf(call);
    const repository = await repositoryOf(call.context, project);
    const commits = await history(repository, { from: [row.sha], without: [row.base_sha] });
    return paginate(call, commits, (commit) => commitEntity(commit, webUrl(project, call.origin)));
  }),

  route("GET", `${one}/changes`, reading, async (call) => {
    const [project, row] = mergeRequestOf(call);
    const changes = await changesOf(call, project, row);
    return { ...(await detail(call, project, row)), changes, overflow: false };
  }),

  route("GET", `${one}/diffs`, reading, async (call) => {
    const [project, row] = mergeRequestOf(call);
    return paginate(call, await changesOf(call, project, row), (change) => change);
  }),

  route("GET", `${one}/pipelines`, reading, (call) => {
    const [project, row] = mergeRequestOf(call);
    const pipelines = call.context.store.pipelines.all({ merge_request_id: row.id }, { order: "-id" });
    const ofBranch = call.context.store.pipelines
      .all({ project_id: project.id, ref: row.source_branch, sha: row.sha }, { order: "-id" })
      .filter(({ merge_request_id }) => merge_request_id === null);
    return paginate(call, [...pipelines, ...ofBranch], (pipeline) =>
      basicPipeline(call.context, pipeline, call.origin),
    );
  }),
];

/** Fields that are stored unchanged. */
function picked(params: { readonly [K in keyof typeof fields]?: unknown }) {
  const { description, assignee_ids, reviewer_ids, labels, remove_source_branch, squash } = params;
  const milestone_id = params.milestone_id === 0 ? null : params.milestone_id;
  return given({
    milestone_id,
    description,
    assignee_ids,
    reviewer_ids,
    labels,
    remove_source_branch,
    squash,
  }) as Omit<MergeRequestFields, "title" | "target_branch">;
}

function stateAfter(call: Pick<Call, "context" | "identity">, row: MergeRequest, event: "close" | "reopen") {
  if (row.state === "merged") return {};
  if (event === "reopen") return { state: "opened", closed_by_id: null, closed_at: null } as const;
  return { state: "closed", closed_by_id: signedIn(call).id, closed_at: timestamp(call.context) } as const;
}
