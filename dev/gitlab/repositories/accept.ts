import { setImmediate } from "node:timers/promises";
import { type Context, timestamp } from "../context.ts";
import { merge } from "../git/merge.ts";
import { canMerge } from "../git/protection.ts";
import { findCommit, RefMoved, zeroId } from "../git/refs.ts";
import { projectLevel } from "../http/access.ts";
import { ApiError, conflict, notAllowed, unauthorized, unprocessable } from "../http/errors.ts";
import { closeMerged } from "../issues/change.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import { headPipeline, isActive, mergeStatus, methodOf } from "./mergeability.ts";
import { repositoryOf, rulesOf } from "./repository.ts";
import { type Author, changeRefs } from "./update.ts";

/** The options of a merge. */
export interface Acceptance {
  readonly sha?: string | undefined;
  readonly squash?: boolean | undefined;
  readonly should_remove_source_branch?: boolean | undefined;
  readonly merge_commit_message?: string | undefined;
  readonly squash_commit_message?: string | undefined;
  /** Merge when the pipeline has succeeded. */
  readonly isLater: boolean;
}

/** Merges a merge request, or notes that it must be merged later. @throws ApiError */
export async function acceptMergeRequest(
  context: Context,
  author: Author,
  row: MergeRequest,
  wanted: Acceptance,
): Promise<MergeRequest> {
  const { project, user, origin } = author;
  const { store } = context;
  const rules = await rulesOf(context, project, origin);
  if (!canMerge(rules, projectLevel(context, user, project), row.target_branch)) throw unauthorized();
  const pipeline = headPipeline(context, row);
  const waits = wanted.isLater && pipeline !== undefined && isActive(pipeline);
  const status = await mergeStatus(context, project, row);
  if (status === "conflict" || status === "need_rebase") throw unprocessable("Branch cannot be merged");
  const isReady = status === "mergeable" || (waits && status === "ci_still_running");
  // Without auto-merge, a pipeline that is requested but not created yet is not waited for.
  if (!isReady && (status !== "preparing" || wanted.isLater)) throw notAllowed();
  if (wanted.sha !== undefined && wanted.sha !== row.sha) {
    throw conflict(`SHA does not match HEAD of source branch: ${row.sha}`);
  }
  const asked = {
    squash: wanted.squash ?? row.squash,
    remove_source_branch: wanted.should_remove_source_branch ?? row.remove_source_branch,
  };
  const changed = store.mergeRequests.update(row.id, { ...asked, updated_at: timestamp(context) });
  if (waits) return store.mergeRequests.update(row.id, { auto_merge_user_id: user.id });
  return mergeNow(context, author, changed, wanted);
}

async function mergeNow(
  context: Context,
  author: Author,
  row: MergeRequest,
  wanted: Acceptance,
): Promise<MergeRequest> {
  const { project, user } = author;
  const repository = await repositoryOf(context, project);
  const person = { name: user.name, email: user.email };
  const target = (await findCommit(repository, `refs/heads/${row.target_branch}`)) ?? zeroId;
  const title = `Merge branch '${row.source_branch}' into '${row.target_branch}'`;
  const merged = await merge(repository, {
    method: methodOf(project),
    target,
    source: row.sha,
    message:
      wanted.merge_commit_message ??
      `${title}\n\n${row.title}\n\nSee merge request ${project.full_path}!${row.iid}`,
    squashMessage: row.squash ? (wanted.squash_commit_message ?? row.title) : undefined,
    author: person,
    committer: person,
  });
  if (!merged) throw unprocessable("Branch cannot be merged");
  const now = timestamp(context);
  const { mergeRequests } = context.store;
  // Recorded before the branches change, so that the push does not look like a merge by somebody else.
  const done = mergeRequests.update(row.id, {
    state: "merged",
    merged_by_id: user.id,
    merged_at: now,
    updated_at: now,
    merge_commit_sha: merged.mergeCommit,
    squash_commit_sha: merged.squashCommit,
    auto_merge_user_id: null,
  });
  try {
    const ref = `refs/heads/${row.target_branch}`;
    await changeRefs(context, author, [{ ref, before: target, after: merged.head }], { merges: true });
  } catch (error) {
    mergeRequests.update(row.id, { ...row });
    if (error instanceof RefMoved) throw conflict("409 Conflict: Resource lock");
    throw error;
  }
  closeMerged(context, project, user, done);
  if (row.remove_source_branch) await removeSource(context, author, row);
  return done;
}

/** Removes the source branch, unless its protection refuses that. */
async function removeSource(context: Context, author: Author, row: MergeRequest): Promise<void> {
  const update = { ref: `refs/heads/${row.source_branch}`, before: row.sha, after: zeroId };
  try {
    await changeRefs(context, author, [update]);
  } catch (error) {
    if (!(error instanceof ApiError || error instanceof RefMoved)) throw error;
  }
}

/** Merges the merge requests that wait for a pipeline which has succeeded. */
export function followPipelines(context: Context, origin: string): void {
  const { events, store } = context;
  events.on("job", async ({ jobId }) => {
    // The pipeline gets its status after the job's own change is complete.
    await setImmediate();
    const pipeline = store.pipelines.get(store.jobs.get(jobId)?.pipeline_id ?? 0);
    if (!pipeline) return;
    const waiting = store.mergeRequests
      .all({ project_id: pipeline.project_id, sha: pipeline.sha, state: "opened" })
      .filter((row) => row.auto_merge_user_id !== null && headPipeline(context, row)?.id === pipeline.id);
    for (const row of waiting) {
      if (headPipeline(context, row)?.status !== "success") continue;
      const user = store.users.get(row.auto_merge_user_id ?? 0);
      const project = store.projects.get(row.project_id);
      if (!user || !project) continue;
      await acceptMergeRequest(context, { project, user, origin }, row, { isLater: false });
    }
  });
}
