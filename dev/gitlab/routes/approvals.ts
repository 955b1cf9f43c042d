import { timestamp } from "../context.ts";
import { userEntity } from "../entities/user.ts";
import { level, projectLevel, signedIn } from "../http/access.ts";
import { ApiError, conflict, forbidden, notFound, unauthorized } from "../http/errors.ts";
import { optional, text } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";
import { mergeRequestOf } from "./merge-request-call.ts";

const one = "/projects/:id/merge_requests/:iid";

/** Approvals of merge requests, as in GitLab's free tier: none is required. */
export const approvalRoutes: readonly Route[] = [
  route("GET", `${one}/approvals`, { auth: "anyone" }, (call) => shown(call, ...mergeRequestOf(call))),

  route("POST", `${one}/approve`, { params: { sha: optional(text()) } }, (call) => {
    const [project, row] = approvable(call);
    const { sha } = call.params;
    if (sha !== undefined && sha !== row.sha) {
      throw conflict(`SHA does not match HEAD of source branch: ${row.sha}`);
    }
    const where = { merge_request_id: row.id, user_id: signedIn(call).id };
    const { approvals } = call.context.store;
    if (row.state === "merged" || approvals.first(where)) throw unauthorized();
    approvals.insert({ ...where, project_id: project.id, approved_at: timestamp(call.context) });
    return shown(call, project, row);
  }),

  route("POST", `${one}/unapprove`, {}, (call) => {
    const [project, row] = approvable(call);
    const { approvals } = call.context.store;
    const found = approvals.first({ merge_request_id: row.id, user_id: signedIn(call).id });
    if (!found || row.state === "merged") throw notFound();
    approvals.remove(found.id);
    return shown(call, project, row);
  }),

  // Only for bots, the users of project and group tokens.
  route("PUT", `${one}/reset_approvals`, {}, (call) => {
    const [project, row] = mergeRequestOf(call);
    const user = signedIn(call);
    const may = user.bot && projectLevel(call.context, user, project) >= level.developer;
    if (!may || row.state === "merged") throw unauthorized();
    call.context.store.approvals.removeAll({ merge_request_id: row.id });
    return new Answer(202, 202);
  }),

  // Not in the free tier. Clients ask anyway, and understand a 404.
  ...(["approval_state", "approval_settings", "approval_rules"] as const).map((name) =>
    route("GET", `${one}/${name}`, {}, () => {
      throw new ApiError(404, { error: "404 Not Found" });
    }),
  ),
];

function approvable(call: Call<{ readonly id: string; readonly iid: string }>): [Project, MergeRequest] {
  const found = mergeRequestOf(call);
  if (projectLevel(call.context, signedIn(call), found[0]) < level.developer) throw forbidden();
  return found;
}

function shown(
  { context, identity, origin }: Pick<Call, "context" | "identity" | "origin">,
  project: Project,
  row: MergeRequest,
) {
  const { store } = context;
  const approvals = store.approvals.all({ merge_request_id: row.id });
  const has = approvals.some(({ user_id }) => user_id === identity?.user.id);
  const own = identity ? projectLevel(context, identity.user, project) : level.none;
  return {
    user_has_approved: has,
    user_can_approve: !has && row.state !== "merged" && own >= level.developer,
    approved: approvals.length > 0,
    approved_by: approvals.flatMap(({ user_id, approved_at }) => {
      const user = store.users.get(user_id);
      return user ? [{ user: userEntity(user, origin), approved_at }] : [];
    }),
  };
}
