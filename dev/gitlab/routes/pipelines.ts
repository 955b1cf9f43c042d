import { timestamp } from "../context.ts";
import { basicPipeline, pipelineEntity } from "../entities/pipeline.ts";
import { findCommit, zeroId } from "../git/refs.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { forbidden, invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import {
  filled,
  given,
  hashes,
  mapping,
  moment,
  oneOf,
  optional,
  text,
  withDefault,
} from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { cancelPipeline, retryPipeline } from "../pipelines/actions.ts";
import { createPipeline } from "../pipelines/create.ts";
import { givenVariables, sealVariables } from "../pipelines/known.ts";
import { pipelineOfRef } from "../pipelines/of-ref.ts";
import { removePipeline } from "../pipelines/remove.ts";
import { statuses } from "../pipelines/state/status.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { Pipeline, PipelineVariable } from "../store/pipelines.ts";

const base = "/projects/:id/pipelines";
const variable = {
  key: filled(),
  value: withDefault(text(), ""),
  variable_type: withDefault(oneOf("env_var", "file"), "env_var"),
};
const filters = {
  status: optional(oneOf(...statuses)),
  scope: optional(oneOf("running", "pending", "finished", "branches", "tags")),
  ref: optional(text()),
  sha: optional(text()),
  source: optional(
    oneOf("push", "schedule", "api", "web", "trigger", "merge_request_event", "parent_pipeline", "pipeline"),
  ),
  name: optional(text()),
  username: optional(text()),
  updated_after: optional(moment()),
  updated_before: optional(moment()),
  created_after: optional(moment()),
  created_before: optional(moment()),
  order_by: withDefault(oneOf("id", "status", "ref", "updated_at", "user_id"), "id"),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
};

const scopes: Readonly<Record<string, (pipeline: Pipeline) => boolean>> = {
  running: ({ status }) => status === "running",
  pending: ({ status }) => status === "pending",
  finished: ({ status }) => ["success", "failed", "canceled"].includes(status),
  branches: ({ tag }) => !tag,
  tags: ({ tag }) => tag,
};

/** The pipeline in the path, of a project in which the caller has the needed level. */
export function pipelineOf(
  call: Call<{ readonly id: string; readonly pipeline_id: string }>,
  needed: number = level.reporter,
): Pipeline {
  const project = projectOf(call, needed);
  const found = call.context.store.pipelines.get(Number(call.params.pipeline_id));
  if (found?.project_id !== project.id) throw notFound();
  return found;
}

export const pipelineRoutes: readonly Route[] = [
  route("GET", base, { params: filters }, (call) => {
    const { context, params, origin } = call;
    const project_id = projectOf(call, level.reporter).id;
    const { status, ref, sha, source, name } = params;
    const order = `${params.sort === "desc" ? "-" : ""}${params.order_by}`;
    const user = params.username ? context.store.users.first({ username: params.username }) : undefined;
    const where = { project_id, ...given({ status, ref, sha, source, name, user_id: user?.id }) };
    const found = params.username && !user ? [] : context.store.pipelines.all(where, { order });
    const shown = found.filter(
      (each) =>
        (source !== undefined || each.source !== "parent_pipeline") &&
        (params.scope ? scopes[params.scope]?.(each) : true) &&
        isWithin(each, params),
    );
    return paginate(call, shown, (each) => basicPipeline(context, each, origin));
  }),
  route("GET", `${base}/latest`, { params: { ref: optional(text()) } }, async (call) => {
    const { context, origin } = call;
    const project = projectOf(call, level.reporter);
    const ref = call.params.ref ?? project.default_branch;
    const sha = await findCommit(repositoryPlace(context, project), `refs/heads/${ref}`);
    const where = { project_id: project.id, ref, ...given({ sha }) };
    const found = context.store.pipelines.first(where, { order: "-id" });
    if (!found) throw forbidden();
    return pipelineEntity(context, found, origin);
  }),
  route("GET", `${base}/:pipeline_id`, {}, (call) =>
    pipelineEntity(call.context, pipelineOf(call), call.origin),
  ),
  route("GET", `${base}/:pipeline_id/variables`, {}, (call) => {
    const { sealed_variables } = pipelineOf(call, level.developer);
    return givenVariables(call.context, sealed_variables).map(({ key, value, file, raw }) => ({
      variable_type: file ? "file" : "env_var",
      key,
      value,
      raw,
    }));
  }),
  route(
    "POST",
    "/projects/:id/pipeline",
    {
      params: {
        ref: filled(),
        variables: optional(hashes(variable, "variables")),
        inputs: optional(mapping()),
      },
    },
    (call) => post(call, call.params.ref, call.params.variables ?? [], call.params.inputs),
  ),
  route("POST", `${base}/:pipeline_id/retry`, {}, (call) => {
    const pipeline = pipelineOf(call, level.developer);
    return pipelineEntity(
      call.context,
      retryPipeline(call.context, pipeline, signedIn(call).id),
      call.origin,
    );
  }),
  route("POST", `${base}/:pipeline_id/cancel`, {}, (call) => {
    const pipeline = cancelPipeline(call.context, pipelineOf(call, level.developer));
    return new Answer(200, pipelineEntity(call.context, pipeline, call.origin));
  }),
  route("PUT", `${base}/:pipeline_id/metadata`, { params: { name: filled() }, jobToken: true }, (call) => {
    const { id } = pipelineOf(call, level.developer);
    const change = { name: call.params.name, updated_at: timestamp(call.context) };
    return pipelineEntity(call.context, call.context.store.pipelines.update(id, change), call.origin);
  }),
  route("DELETE", `${base}/:pipeline_id`, {}, async (call) => {
    await removePipeline(call.context, pipelineOf(call, level.owner));
  }),
  route("POST", "/projects/:id/merge_requests/:merge_request_iid/pipelines", {}, async (call) => {
    const { context, origin } = call;
    const project = projectOf(call, level.developer);
    const request = mergeRequestOf(call, project);
    const made = await createPipeline(
      context,
      {
        ...{ project_id: project.id, user_id: signedIn(call).id, skip: false, before_sha: zeroId },
        ...{ ref: `refs/merge-requests/${request.iid}/head`, sha: request.sha, schedule_id: null },
        ...{ source: "merge_request_event", merge_request_id: request.id },
        sealed_variables: sealVariables(context, []),
      },
      { keepsFaults: false },
    );
    if ("refused" in made) throw invalid({ base: made.refused });
    return pipelineEntity(context, made.pipeline, origin);
  }),
];

async function post(
  call: Call<{ readonly id: string }>,
  ref: string,
  variables: readonly PipelineVariable[],
  inputs: Readonly<Record<string, unknown>> | undefined,
) {
  const { context, origin } = call;
  const project = projectOf(call, level.developer);
  const asked = { project, user_id: signedIn(call).id, ref, source: "api", variables, inputs } as const;
  return pipelineEntity(context, await pipelineOfRef(context, asked), origin);
}

function mergeRequestOf({ context, params }: Call<{ readonly merge_request_iid: string }>, { id }: Project) {
  const iid = Number(params.merge_request_iid);
  const found = context.store.mergeRequests.first({ project_id: id, iid });
  if (!found) throw notFound();
  return found;
}

function isWithin(
  { updated_at, created_at }: Pipeline,
  times: {
    readonly [K in "updated_after" | "updated_before" | "created_after" | "created_before"]?:
      | string
      | undefined;
  },
): boolean {
  const { updated_after = "", updated_before = "9", created_after = "", created_before = "9" } = times;
  return (
    updated_at > updated_after &&
    updated_at < updated_before &&
    created_at > created_after &&
    created_at < created_before
  );
}
