import { timestamp } from "../context.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { badParameter, forbidden, invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, given, mutuallyExclusive, oneOf, optional, text } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { playJob } from "../pipelines/actions.ts";
import { stopJobOf } from "../pipelines/deployments.ts";
import { environmentSlug, tierOf } from "../pipelines/environments.ts";
import { refuseFaults } from "../projects/names.ts";
import type { Environment } from "../store/settings.ts";
import { shownDeployments } from "./deployments.ts";

const base = "/projects/:id/environments";
const tier = optional(oneOf("production", "staging", "testing", "development", "other"));
const attributes = {
  external_url: optional(text()),
  tier,
  description: optional(text()),
  auto_stop_setting: optional(oneOf("always", "with_action")),
};
const listParams = {
  name: optional(text()),
  search: optional(text()),
  states: optional(oneOf("available", "stopping", "stopped")),
};

export const environmentRoutes: readonly Route[] = [
  route("GET", base, { params: listParams, jobToken: true }, (call) => {
    mutuallyExclusive(call.params, ["name", "search"]);
    const project_id = projectOf(call, level.reporter).id;
    const { name, states: state, search = "" } = call.params;
    const where = { project_id, ...given({ name, state }) };
    const found = call.context.store.environments.all(where, { order: "name" });
    return paginate(
      call,
      found.filter((each) => each.name.includes(search)),
      environmentEntity,
    );
  }),
  route("GET", `${base}/:environment_id`, { jobToken: true }, (call) =>
    withDeployment(call, environmentOf(call, level.reporter)),
  ),
  route("POST", base, { params: { name: filled(), ...attributes } }, (call) => {
    refuseSlug(call);
    const { store } = call.context;
    const project_id = projectOf(call, level.developer).id;
    const { name, external_url = null, description = null } = call.params;
    refuseFaults({ name: nameFaults(name), external_url: urlFaults(external_url) });
    if (store.environments.first({ project_id, name })) {
      throw invalid({ name: ["has already been taken"], slug: ["has already been taken"] });
    }
    const now = timestamp(call.context);
    return environmentEntity(
      store.environments.insert({
        project_id,
        name,
        slug: environmentSlug(name),
        external_url,
        state: "available",
        tier: call.params.tier ?? tierOf(name),
        description,
        auto_stop_at: null,
        auto_stop_setting: call.params.auto_stop_setting ?? "always",
        created_at: now,
        updated_at: now,
      }),
    );
  }),
  route("PUT", `${base}/:environment_id`, { params: attributes }, (call) => {
    refuseSlug(call);
    const { id } = environmentOf(call, level.developer);
    const { external_url, tier, description, auto_stop_setting } = call.params;
    refuseFaults({ external_url: urlFaults(external_url ?? null) });
    const change = given({ external_url, tier, description, auto_stop_setting });
    return environmentEntity(
      call.context.store.environments.update(id, { ...change, updated_at: timestamp(call.context) }),
    );
  }),
  route("POST", `${base}/:environment_id/stop`, { params: { force: optional(flag()) } }, (call) => {
    const { id } = environmentOf(call, level.developer);
    const updated_at = timestamp(call.context);
    const job = call.params.force ? undefined : stopJobOf(call.context, id);
    const state = job?.status === "manual" ? "stopping" : "stopped";
    if (job?.status === "manual") playJob(call.context, job, signedIn(call).id, null);
    return new Answer(
      200,
      environmentEntity(call.context.store.environments.update(id, { state, updated_at })),
    );
  }),
  route("DELETE", `${base}/:environment_id`, {}, (call) => {
    const { id, state } = environmentOf(call, level.developer);
    if (state !== "stopped") throw forbidden();
    call.context.store.environments.remove(id);
  }),
];

function environmentOf(
  call: Call<{ readonly id: string; readonly environment_id: string }>,
  needed: number,
): Environment {
  const project = projectOf(call, needed);
  const found = call.context.store.environments.get(Number(call.params.environment_id));
  if (found?.project_id !== project.id) throw notFound();
  return found;
}

function refuseSlug({ all }: Pick<Call, "all">): void {
  if (all.slug !== undefined) throw badParameter("slug is automatically generated and cannot be changed");
}

function nameFaults(name: string): string[] {
  if (name.length > 255) return ["is too long (maximum is 255 characters)"];
  return /^[a-zA-Z0-9_\-$/{}. ]+$/.test(name) && !/^\/|\/$/.test(name)
    ? []
    : [
        "can contain only letters, digits, '-', '_', '/', '$', '{', '}', '.', and spaces, but it cannot start or end with '/'",
      ];
}

function urlFaults(url: string | null): string[] {
  if (url === null || url === "") return [];
  return URL.canParse(url) && /^https?:/.test(url) ? [] : ["must be a valid URL"];
}

function environmentEntity({ project_id: _, ...environment }: Environment) {
  return { ...environment, cluster_agent: null, kubernetes_namespace: null, flux_resource_path: null };
}

async function withDeployment(call: Call, environment: Environment) {
  const where = { environment_id: environment.id, status: "success" } as const;
  const last = call.context.store.deployments.first(where, { order: "-id" });
  const [last_deployment = null] = await shownDeployments(call, last ? [last] : []);
  return { ...environmentEntity(environment), last_deployment };
}
