import { issueEntity } from "../entities/issue.ts";
import { mergeRequestEntity } from "../entities/merge-request.ts";
import { userEntity } from "../entities/user.ts";
import { history } from "../git/commits.ts";
import { merge } from "../git/merge.ts";
import { findCommit, findRef, updateRefs, zeroId } from "../git/refs.ts";
import { canSeeProject, groupOf, signedIn } from "../http/access.ts";
import { invalid } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { oneOf, withDefault } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { closedBy } from "../issues/change.ts";
import { canSeeIssue } from "../issues/find.ts";
import { groupsAbove } from "../pipelines/known.ts";
import { mergeStatus } from "../repositories/mergeability.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";
import { commitOf, readCode } from "./code.ts";
import { mergeRequestOf, summary } from "./merge-request-call.ts";
import { filteredRequests, requestFilters } from "./merge-request-filter.ts";

const one = "/projects/:id/merge_requests/:iid";
const reading = { auth: "anyone", jobToken: true } as const;
const scope = oneOf("created_by_me", "assigned_to_me", "all");

/** Merge requests of several projects, and the people, issues and commits of one. */
export const mergeRequestRelationRoutes: readonly Route[] = [
  route(
    "GET",
    "/merge_requests",
    { params: { ...requestFilters, scope: withDefault(scope, "created_by_me") } },
    (call) => {
      const me = signedIn(call).id;
      const mine = {
        created_by_me: ({ author_id }: MergeRequest) => author_id === me,
        assigned_to_me: ({ assignee_ids }: MergeRequest) => assignee_ids.includes(me),
        all: () => true,
      };
      return list(call, call.context.store.projects.all(), mine[call.params.scope]);
    },
  ),

  route("GET", "/groups/:id/merge_requests", { auth: "anyone", params: requestFilters }, (call) => {
    const group = groupOf(call);
    const { store } = call.context;
    const inside = (project: Project) => groupsAbove({ store }, project).some(({ id }) => id === group.id);
    return list(call, store.projects.all().filter(inside), () => true);
  }),

  route("GET", `${one}/participants`, reading, (call) => {
    const [, row] = mergeRequestOf(call);
    const { store } = call.context;
    const writers = store.notes
      .all({ merge_request_id: row.id, system: false })
      .map(({ author_id }) => author_id);
    const ids = [...new Set([row.author_id, ...row.assignee_ids, ...row.reviewer_ids, ...writers])];
    const users = ids.flatMap((id) => store.users.get(id) ?? []);
    return paginate(call, users, (user) => userEntity(user, call.origin));
  }),

  route("GET", `${one}/reviewers`, reading, (call) => {
    const [, row] = mergeRequestOf(call);
    const users = row.reviewer_ids.flatMap((id) => call.context.store.users.get(id) ?? []);
    return users.map((user) => ({
      user: userEntity(user, call.origin),
      state: "unreviewed",
      created_at: row.created_at,
    }));
  }),

  ...(["closes_issues", "related_issues"] as const).map((name) =>
    route("GET", `${one}/${name}`, reading, (call) => {
      const [project, row] = mergeRequestOf(call);
      const { context, identity, origin } = call;
      const issues = closedBy(context, project, row.description ?? "");
      const seen = issues.filter((issue) => canSeeIssue(context, identity, project, issue));
      return paginate(call, seen, (issue) => issueEntity(context, project, issue, origin));
    }),
  ),

  // The commit that a merge would make now.
  route("GET", `${one}/merge_ref`, {}, async (call) => {
    const [project, row] = mergeRequestOf(call);
    const repository = await repositoryOf(call.context, project);
    const target = await findCommit(repository, `refs/heads/${row.target_branch}`);
    const { name, email } = signedIn(call);
    const person = { name, email };
    const message = `Merge branch '${row.source_branch}' into '${row.target_branch}'`;
    const plan = { method: "merge", source: row.sha, message, author: person, committer: person } as const;
    const merged =
      target && row.state === "opened" ? await merge(repository, { ...plan, target }) : undefined;
    if (!merged) throw invalid("Merge request is not mergeable");
    const ref = `refs/merge-requests/${row.iid}/merge`;
    const before = (await findRef(repository, ref))?.object ?? zeroId;
    await updateRefs(repository, [{ ref, before, after: merged.head }]);
    return { commit_id: merged.head };
  }),

  route("GET", "/projects/:id/repository/commits/:sha/merge_requests", reading, async (call) => {
    const code = await readCode(call);
    const id = await commitOf(code, call.params.sha);
    const rows: MergeRequest[] = [];
    for (const row of call.context.store.mergeRequests.all({ project_id: code.project.id })) {
      const commits = await history(code.repository, { from: [row.sha], without: [row.base_sha] });
      const made = [row.merge_commit_sha, row.squash_commit_sha, ...commits.map((commit) => commit.id)];
      if (made.includes(id)) rows.push(row);
    }
    return Promise.all(paginate(call, rows, (row) => row).map((row) => summary(call, code.project, row)));
  }),
];

function list(
  call: Call<Parameters<typeof filteredRequests>[1]>,
  projects: readonly Project[],
  isWanted: (row: MergeRequest) => boolean,
) {
  const { context, identity, origin } = call;
  const seen = projects.filter((project) => canSeeProject(context, identity, project));
  const byId = new Map(seen.map((project) => [project.id, project]));
  const rows = filteredRequests(context, call.params, [...byId.keys()]).filter(isWanted);
  return Promise.all(
    paginate(call, rows, (row) => row).map(async (row) => {
      const project = byId.get(row.project_id) as Project;
      return mergeRequestEntity(context, project, row, await mergeStatus(context, project, row), origin);
    }),
  );
}
