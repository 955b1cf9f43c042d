import { deploymentEntity } from "../entities/deployment.ts";
import { level, projectOf } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { given, oneOf, optional, text, withDefault } from "../http/params.ts";
import { type Route, route } from "../http/route.ts";

const filters = {
  environment: optional(text()),
  status: optional(oneOf("created", "running", "success", "failed", "canceled")),
  sort: withDefault(oneOf("asc", "desc"), "asc"),
};

export const deploymentRoutes: readonly Route[] = [
  route("GET", "/projects/:id/deployments", { params: filters, jobToken: true }, (call) => {
    const { store } = call.context;
    const project_id = projectOf(call, level.reporter).id;
    const { environment: name, status, sort } = call.params;
    const environment = name === undefined ? undefined : store.environments.first({ project_id, name });
    const where = {
      project_id,
      ...given({ status, environment_id: name === undefined ? undefined : (environment?.id ?? 0) }),
    };
    const found = store.deployments.all(where, { order: sort === "desc" ? "-id" : "id" });
    return paginate(call, found, (each) => deploymentEntity(call.context, each, call.origin));
  }),
  route("GET", "/projects/:id/deployments/:deployment_id", { jobToken: true }, (call) => {
    const project = projectOf(call, level.reporter);
    const found = call.context.store.deployments.get(Number(call.params.deployment_id));
    if (found?.project_id !== project.id) throw notFound();
    return deploymentEntity(call.context, found, call.origin);
  }),
];
