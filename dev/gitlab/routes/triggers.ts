import { timestamp } from "../context.ts";
import { pipelineEntity } from "../entities/pipeline.ts";
import { userEntity } from "../entities/user.ts";
import { findProject, level, projectLevel, projectOf, signedIn } from "../http/access.ts";
import { badParameter, forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, mapping, optional } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { pipelineOfRef } from "../pipelines/of-ref.ts";
import { reaches } from "../projects/job-token-scope.ts";
import { digest, newToken } from "../secrets/token.ts";
import type { Project, User } from "../store/people.ts";
import type { Trigger } from "../store/pipelines.ts";

const base = "/projects/:id/triggers";

/** Tokens that start pipelines, and the calls that use them. */
export const triggerRoutes: readonly Route[] = [
  route("GET", base, {}, (call) => {
    const project_id = projectOf(call, level.maintainer).id;
    return paginate(call, call.context.store.triggers.all({ project_id }), (each) => shown(call, each));
  }),
  route("GET", `${base}/:trigger_id`, {}, (call) => shown(call, triggerOf(call))),
  route("POST", base, { params: { description: filled() } }, (call) => {
    const { context } = call;
    const token = newToken("glptt-");
    const now = timestamp(context);
    const trigger = context.store.triggers.insert({
      ...{ project_id: projectOf(call, level.maintainer).id, owner_id: signedIn(call).id },
      ...{ description: call.params.description, digest: digest(token), last_used: null },
      ...{ sealed_token: context.seal.seal(token), created_at: now, updated_at: now },
    });
    return shown(call, trigger);
  }),
  route("PUT", `${base}/:trigger_id`, { params: { description: optional(filled()) } }, (call) => {
    const { id, owner_id, description } = triggerOf(call);
    if (owner_id !== signedIn(call).id) throw forbidden();
    const change = {
      description: call.params.description ?? description,
      updated_at: timestamp(call.context),
    };
    return shown(call, call.context.store.triggers.update(id, change));
  }),
  route("DELETE", `${base}/:trigger_id`, {}, (call) => {
    call.context.store.triggers.remove(triggerOf(call).id);
  }),
  route(
    "POST",
    "/projects/:id/trigger/pipeline",
    { auth: "none", params: { ref: filled(), token: filled(), inputs: optional(mapping()) } },
    async (call) => {
      const { context, params } = call;
      const project = findProject(context, params.id);
      if (!project) throw notFound();
      const { user, source } = starter(call, project, params.token);
      if (projectLevel(context, user, project) < level.developer) throw forbidden();
      const { ref, inputs } = params;
      const asked = { project, user_id: user.id, ref, source, variables: variablesOf(call), inputs };
      return pipelineEntity(context, await pipelineOfRef(context, asked), call.origin);
    },
  ),
];

/** The user of a token: a trigger's owner, or the user of the job. */
function starter({ context }: Call, project: Project, secret: string) {
  const { store } = context;
  const trigger = store.triggers.first({ project_id: project.id, digest: digest(secret) });
  const job = trigger
    ? undefined
    : store.tokens.first({ kind: "job", digest: digest(secret), revoked: false });
  const isWithin = job?.project_id === project.id || (job && reaches(context, job.project_id, project));
  const user = store.users.get(trigger?.owner_id ?? (isWithin ? job?.user_id : undefined) ?? 0);
  if (user?.state !== "active") throw notFound();
  if (trigger) store.triggers.update(trigger.id, { last_used: timestamp(context) });
  return { user, source: trigger ? ("trigger" as const) : ("pipeline" as const) };
}

/** `variables[NAME]=value`: all of them texts. */
function variablesOf({ all }: Call) {
  const refused = badParameter("variables needs to be a map of key-valued strings");
  const given = all.variables ?? {};
  if (typeof given !== "object") throw refused;
  return Object.entries(given).map(([key, value]: [string, unknown]) => {
    if (typeof value !== "string") throw refused;
    return { key, value, variable_type: "env_var" as const };
  });
}

function triggerOf(call: Call<{ readonly id: string; readonly trigger_id: string }>): Trigger {
  const project = projectOf(call, level.maintainer);
  const trigger = call.context.store.triggers.get(Number(call.params.trigger_id));
  if (trigger?.project_id !== project.id) throw notFound("Trigger");
  return trigger;
}

function shown(call: Pick<Call, "context" | "identity" | "origin">, trigger: Trigger) {
  const { context, origin } = call;
  const { id, description, created_at, updated_at, last_used, owner_id } = trigger;
  const token = context.seal.open(trigger.sealed_token);
  const owner = context.store.users.get(owner_id) as User;
  return {
    ...{ id, description, created_at, updated_at, last_used },
    token: signedIn(call).id === owner_id ? token : token.slice(0, "glptt-".length + 4),
    owner: userEntity(owner, origin),
  };
}
