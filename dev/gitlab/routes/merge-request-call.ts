import { diffEntity } from "../entities/commit.ts";
import { mergeRequestEntity } from "../entities/merge-request.ts";
import { basicPipeline } from "../entities/pipeline.ts";
import { diff } from "../git/diff.ts";
import { level, projectLevel, projectOf } from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import type { Call } from "../http/route.ts";
import { headPipeline, mergeStatus } from "../repositories/mergeability.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";

export type Shown = Pick<Call, "context" | "identity" | "origin">;
type Named = Shown & Pick<Call<{ readonly id: string; readonly iid: string }>, "params">;

/** The project and the merge request in a path, for a user with the needed level. */
export function mergeRequestOf(call: Named, needed: number = level.none): [Project, MergeRequest] {
  const project = projectOf(call, needed);
  const iid = Number(call.params.iid);
  const row = call.context.store.mergeRequests.first({ project_id: project.id, iid });
  if (!row) throw notFound();
  return [project, row];
}

/** Authors may change their own merge requests. Others must be developers. */
export function mayChange({ context, identity }: Shown, project: Project, author_id: number): void {
  const own = identity ? projectLevel(context, identity.user, project) : level.none;
  if (own < level.developer && identity?.user.id !== author_id) throw forbidden();
}

export async function summary({ context, origin }: Shown, project: Project, row: MergeRequest) {
  return mergeRequestEntity(context, project, row, await mergeStatus(context, project, row), origin);
}

/** A merge request with all its fields. */
export async function detail(call: Shown, project: Project, row: MergeRequest) {
  const { context, origin, identity } = call;
  const pipeline = headPipeline(context, row);
  const changes = await changesOf(call, project, row);
  const own = identity ? projectLevel(context, identity.user, project) : level.none;
  return {
    ...(await summary(call, project, row)),
    subscribed: identity?.user.id === row.author_id,
    changes_count: String(changes.length),
    latest_build_started_at: pipeline?.started_at ?? null,
    latest_build_finished_at: pipeline?.finished_at ?? null,
    first_deployed_to_production_at: null,
    pipeline: pipeline ? basicPipeline(context, pipeline, origin) : null,
    head_pipeline: pipeline ? basicPipeline(context, pipeline, origin) : null,
    diff_refs: { base_sha: row.base_sha, head_sha: row.sha, start_sha: row.start_sha },
    merge_error: row.merge_error ?? null,
    first_contribution: false,
    user: { can_merge: own >= level.developer },
  };
}

export async function changesOf({ context }: Shown, project: Project, row: MergeRequest) {
  const repository = await repositoryOf(context, project);
  return (await diff(repository, row.base_sha, row.sha)).map(diffEntity);
}
