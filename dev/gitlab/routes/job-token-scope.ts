import { groupEntity } from "../entities/group.ts";
import { simpleProjectEntity } from "../entities/project.ts";
import { canSeeGroup, canSeeProject, level, projectOf, signedIn } from "../http/access.ts";
import { invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { flag, integer } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { isLimited } from "../projects/job-token-scope.ts";
import type { JobTokenAllowance } from "../store/pipelines.ts";

const base = "/projects/:id/job_token_scope";

/** Projects and groups whose jobs may use a project with their token. */
export const jobTokenScopeRoutes: readonly Route[] = [
  route("GET", base, {}, (call) => ({
    inbound_enabled: isLimited(projectOf(call, level.maintainer)),
    outbound_enabled: false,
  })),
  route("PATCH", base, { params: { enabled: flag() } }, (call) => {
    const { id, options } = projectOf(call, level.maintainer);
    const changed = { ...options, ci_inbound_job_token_scope_enabled: call.params.enabled };
    call.context.store.projects.update(id, { options: changed });
    return new Answer(204, undefined);
  }),
  route("GET", `${base}/allowlist`, {}, (call) => {
    const project = projectOf(call, level.maintainer);
    const { projects } = call.context.store;
    const ids = [project.id, ...allowances(call, project.id).map(({ from_project_id }) => from_project_id)];
    const found = ids.flatMap((id) => (id === null ? [] : (projects.get(id) ?? [])));
    return paginate(call, found, (each) => simpleProjectEntity(call.context, each, call.origin));
  }),
  route("POST", `${base}/allowlist`, { params: { target_project_id: integer() } }, (call) => {
    const { id: project_id } = projectOf(call, level.maintainer);
    const { target_project_id: from_project_id } = call.params;
    const target = call.context.store.projects.get(from_project_id);
    if (!target || !canSeeProject(call.context, call.identity, target)) throw notFound("Project");
    allow(call, { project_id, from_project_id, from_group_id: null });
    return { source_project_id: project_id, target_project_id: from_project_id };
  }),
  route("DELETE", `${base}/allowlist/:target`, {}, (call) =>
    disallow(call, { from_project_id: Number(call.params.target) }),
  ),
  route("GET", `${base}/groups_allowlist`, {}, (call) => {
    const project = projectOf(call, level.maintainer);
    const { groups } = call.context.store;
    const ids = allowances(call, project.id).map(({ from_group_id }) => from_group_id);
    const found = ids.flatMap((id) => (id === null ? [] : (groups.get(id) ?? [])));
    return paginate(call, found, (each) => groupEntity(call.context, each, call.origin));
  }),
  route("POST", `${base}/groups_allowlist`, { params: { target_group_id: integer() } }, (call) => {
    const { id: project_id } = projectOf(call, level.maintainer);
    const { target_group_id: from_group_id } = call.params;
    const target = call.context.store.groups.get(from_group_id);
    if (!target || !canSeeGroup(call.context, signedIn(call), target)) throw notFound("Group");
    allow(call, { project_id, from_project_id: null, from_group_id });
    return { source_project_id: project_id, target_group_id: from_group_id };
  }),
  route("DELETE", `${base}/groups_allowlist/:target`, {}, (call) =>
    disallow(call, { from_group_id: Number(call.params.target) }),
  ),
];

type Allowance = Omit<JobTokenAllowance, "id">;

function allowances({ context }: Pick<Call, "context">, project_id: number): JobTokenAllowance[] {
  return context.store.jobTokenAllowances.all({ project_id });
}

function allow({ context: { store } }: Pick<Call, "context">, row: Allowance): void {
  if (store.jobTokenAllowances.first(row)) {
    throw invalid({ base: ["This project is already in the job token allowlist."] });
  }
  store.jobTokenAllowances.insert(row);
}

function disallow(call: Call<{ readonly id: string }>, which: Partial<Allowance>): void {
  const { id: project_id } = projectOf(call, level.maintainer);
  const found = call.context.store.jobTokenAllowances.first({ project_id, ...which });
  if (!found) throw notFound("Project");
  call.context.store.jobTokenAllowances.remove(found.id);
}
