import type { Context } from "../context.ts";
import type { Pipeline } from "../store/pipelines.ts";
import type { Where } from "../store/table.ts";

/** The newest of some pipelines, as commits and merge requests show it; null where there is none. */
export function lastPipeline({ store }: Pick<Context, "store">, where: Where<Pipeline>, web: string) {
  const pipeline = store.pipelines.first(where, { order: "-id" });
  return pipeline ? basicPipeline(pipeline, web) : null;
}

export function basicPipeline(pipeline: Pipeline, web: string) {
  return {
    id: pipeline.id,
    iid: pipeline.iid,
    project_id: pipeline.project_id,
    sha: pipeline.sha,
    ref: pipeline.ref,
    status: pipeline.status,
    source: pipeline.source,
    name: pipeline.name,
    created_at: pipeline.created_at,
    updated_at: pipeline.updated_at,
    web_url: `${web}/-/pipelines/${pipeline.id}`,
  };
}
