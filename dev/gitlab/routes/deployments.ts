import { deploymentEntity } from "../entities/deployment.ts";
import { findCommit, listRefs } from "../git/refs.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { forbidden, invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, given, moment, oneOf, optional, text, withDefault } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { changeDeployment, createDeployment } from "../pipelines/deployments.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { Project } from "../store/people.ts";
import type { Deployment } from "../store/pipelines.ts";
import { shownJobs } from "./jobs.ts";

const path = "/projects/:id/deployments";
const one = `${path}/:deployment_id` as const;
const filters = {
  environment: optional(text()),
  status: optional(oneOf("created", "running", "success", "failed", "canceled", "skipped", "blocked")),
  updated_after: optional(moment()),
  updated_before: optional(moment()),
  order_by: withDefault(oneOf("id", "iid", "created_at", "updated_at", "finished_at", "ref"), "id"),
  sort: withDefault(oneOf("asc", "desc"), "asc"),
};
const status = oneOf("running", "success", "failed", "canceled");

/** Deployments of jobs, and those that clients report. */
export const deploymentRoutes: readonly Route[] = [
  route("GET", path, { params: filters, jobToken: true }, (call) => {
    const { store } = call.context;
    const project_id = projectOf(call, level.reporter).id;
    const {
      environment: name,
      status,
      sort,
      order_by,
      updated_after = "",
      updated_before = "9",
    } = call.params;
    const environment = name === undefined ? undefined : store.environments.first({ project_id, name });
    const environment_id = name === undefined ? undefined : (environment?.id ?? 0);
    const where = {
      project_id,
      ...given({ status: status as Deployment["status"] | undefined, environment_id }),
    };
    const found = store.deployments.all(where, { order: `${sort === "desc" ? "-" : ""}${order_by}` });
    const within = found.filter(
      ({ updated_at }) => updated_at >= updated_after && updated_at <= updated_before,
    );
    return shownDeployments(
      call,
      paginate(call, within, (each) => each),
    );
  }),

  route("GET", one, { jobToken: true }, (call) => shown(call, deploymentOf(call, level.reporter))),

  route(
    "POST",
    path,
    { jobToken: true, params: { environment: filled(), sha: filled(), ref: filled(), tag: flag(), status } },
    async (call) => {
      const project = projectOf(call, level.developer);
      const { environment, sha, ref, tag, status } = call.params;
      const commit = await checkedCommit(call, project, { sha, ref, tag });
      const asked = { environment, sha: commit, ref, tag, status };
      return shown(call, createDeployment(call.context, project, signedIn(call), asked));
    },
  ),

  route("PUT", one, { jobToken: true, params: { status } }, (call) => {
    const deployment = deploymentOf(call, level.developer);
    if (deployment.job_id !== null) {
      throw forbidden("Deployments created using GitLab CI can not be updated using the API");
    }
    const { status } = call.params;
    const events = { running: "run", success: "succeed", failed: "drop", canceled: "cancel" } as const;
    if (deployment.status === status)
      throw invalid({ status: [`cannot transition via "${events[status]}"`] });
    return shown(call, changeDeployment(call.context, deployment, status));
  }),

  route("DELETE", one, {}, (call) => {
    const { id, status, environment_id } = deploymentOf(call, level.maintainer);
    const { deployments } = call.context.store;
    if (status === "running") throw invalid("Cannot destroy running deployment");
    if (deployments.first({ environment_id, status: "success" }, { order: "-id" })?.id === id) {
      throw invalid("Deployment currently deployed to environment");
    }
    deployments.remove(id);
  }),
];

/** Deployments with their jobs, whose commits are read at once. */
export async function shownDeployments(call: Call, deployments: readonly Deployment[]) {
  const { store } = call.context;
  const jobs = deployments.flatMap(({ job_id }) => (job_id === null ? [] : (store.jobs.get(job_id) ?? [])));
  const byId = new Map((await shownJobs(call, jobs)).map((job) => [job.id, job]));
  return deployments.map((each) =>
    deploymentEntity(call.context, each, byId.get(each.job_id ?? 0) ?? null, call.origin),
  );
}

async function shown(call: Call, deployment: Deployment) {
  return (await shownDeployments(call, [deployment]))[0];
}

function deploymentOf(
  call: Pick<
    Call<{ readonly id: string; readonly deployment_id: string }>,
    "context" | "identity" | "params"
  >,
  needed: number,
): Deployment {
  const project = projectOf(call, needed);
  const found = call.context.store.deployments.get(Number(call.params.deployment_id));
  if (found?.project_id !== project.id) throw notFound();
  return found;
}

async function checkedCommit(
  { context }: Pick<Call, "context">,
  project: Project,
  { sha, ref, tag }: { readonly sha: string; readonly ref: string; readonly tag: boolean },
): Promise<string> {
  const repository = await repositoryOf(context, project);
  const commit = await findCommit(repository, sha);
  const full = `refs/${tag ? "tags" : "heads"}/${ref}`;
  const isRef = (await listRefs(repository, full)).some(({ name }) => name === full);
  const faults = {
    ...(!commit && { sha: ["The commit does not exist"] }),
    ...(!isRef && { ref: ["The branch or tag does not exist"] }),
  };
  if (!commit || !isRef) throw invalid(faults);
  return commit;
}
