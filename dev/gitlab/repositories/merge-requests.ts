import { type Context, timestamp } from "../context.ts";
import { isAncestor, mergeBase } from "../git/merge.ts";
import { findCommit, findRef, type RefUpdate, updateRefs, zeroId } from "../git/refs.ts";
import { ApiError, invalid, unprocessable } from "../http/errors.ts";
import { given } from "../http/params.ts";
import { ensureLabels, followedRequest, recordEvents } from "../issues/events.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";
import { repositoryOf } from "./repository.ts";
import type { Author } from "./update.ts";

/** The fields of a merge request that a client sets. */
export interface MergeRequestFields {
  readonly title?: string | undefined;
  readonly description?: string | undefined;
  readonly target_branch?: string | undefined;
  readonly assignee_ids?: readonly number[] | undefined;
  readonly reviewer_ids?: readonly number[] | undefined;
  readonly labels?: readonly string[] | undefined;
  readonly milestone_id?: number | null | undefined;
  readonly squash?: boolean | undefined;
  readonly remove_source_branch?: boolean | undefined;
  readonly discussion_locked?: boolean | undefined;
}

interface Branches {
  readonly source_branch: string;
  readonly target_branch: string;
  readonly title: string;
}

/** Opens a merge request. @throws ApiError */
export async function openMergeRequest(
  context: Context,
  { project, user }: Pick<Author, "project" | "user">,
  fields: MergeRequestFields & Branches,
): Promise<MergeRequest> {
  const { store } = context;
  await requireBranches(context, project, fields);
  const now = timestamp(context);
  const { options } = project;
  const squashes = options.squash_option === "always" || options.squash_option === "default_on";
  const row = store.transaction(() => {
    requireNoOther(context, project, fields);
    const [last] = store.mergeRequests.all({ project_id: project.id }, { order: "-iid", limit: 1 });
    return store.mergeRequests.insert({
      project_id: project.id,
      iid: (last?.iid ?? 0) + 1,
      state: "opened",
      author_id: user.id,
      description: null,
      assignee_ids: [],
      reviewer_ids: [],
      labels: [],
      milestone_id: null,
      squash: squashes,
      remove_source_branch: null,
      discussion_locked: null,
      sha: zeroId,
      base_sha: zeroId,
      start_sha: zeroId,
      merge_commit_sha: null,
      squash_commit_sha: null,
      auto_merge_user_id: null,
      merged_by_id: null,
      merged_at: null,
      closed_by_id: null,
      closed_at: null,
      created_at: now,
      updated_at: now,
      ...(given(fields) as Branches),
    });
  });
  ensureLabels(context, project, row.labels);
  recordEvents(context, project, user, undefined, followedRequest(row));
  const opened = await refresh(context, project, row);
  context.events.emit("merge-request", { mergeRequestId: row.id, action: "opened" });
  return opened;
}

/** Changes the fields of a merge request. */
export async function changeMergeRequest(
  context: Context,
  { project, user }: Pick<Author, "project" | "user">,
  row: MergeRequest,
  fields: MergeRequestFields,
): Promise<MergeRequest> {
  const change = { ...(given(fields) as Partial<MergeRequest>), updated_at: timestamp(context) };
  const changed = context.store.mergeRequests.update(row.id, change);
  ensureLabels(context, project, changed.labels);
  recordEvents(context, project, user, followedRequest(row), followedRequest(changed));
  return refresh(context, project, changed);
}

/** Reads the heads of both branches again, and keeps the source's head in a ref that no push changes. */
export async function refresh(context: Context, project: Project, row: MergeRequest): Promise<MergeRequest> {
  if (row.state !== "opened") return row;
  const repository = await repositoryOf(context, project);
  const source = await findCommit(repository, `refs/heads/${row.source_branch}`);
  const target = await findCommit(repository, `refs/heads/${row.target_branch}`);
  if (!source || !target) return row;
  const ref = `refs/merge-requests/${row.iid}/head`;
  const before = (await findRef(repository, ref))?.object ?? zeroId;
  if (before !== source) await updateRefs(repository, [{ ref, before, after: source }]);
  const base = (await mergeBase(repository, target, source)) ?? target;
  return context.store.mergeRequests.update(row.id, { sha: source, base_sha: base, start_sha: target });
}

/** Updates the merge requests of pushed branches. */
export async function followPush(
  context: Context,
  { project, user }: Author,
  updates: readonly RefUpdate[],
): Promise<void> {
  const open = context.store.mergeRequests.all({ project_id: project.id, state: "opened" });
  const now = timestamp(context);
  for (const row of open) {
    const source = updates.find(({ ref }) => ref === `refs/heads/${row.source_branch}`);
    const target = updates.find(({ ref }) => ref === `refs/heads/${row.target_branch}`);
    if (target && target.after !== zeroId && row.sha !== row.start_sha) {
      if (await isAncestor(await repositoryOf(context, project), row.sha, target.after)) {
        const merged = { state: "merged", merged_by_id: user.id, merged_at: now, updated_at: now } as const;
        context.store.mergeRequests.update(row.id, merged);
        continue;
      }
    }
    if (source?.after === zeroId) {
      const closed = { state: "closed", closed_by_id: user.id, closed_at: now, updated_at: now } as const;
      context.store.mergeRequests.update(row.id, closed);
    } else if (source) {
      await refresh(context, project, row);
      context.store.mergeRequests.update(row.id, { updated_at: now });
      context.events.emit("merge-request", { mergeRequestId: row.id, action: "updated" });
    }
  }
}

async function requireBranches(context: Context, project: Project, fields: Branches): Promise<void> {
  const { source_branch, target_branch } = fields;
  if (source_branch === target_branch) {
    throw unprocessable(["You can't use same project/branch for source and target"]);
  }
  const repository = await repositoryOf(context, project);
  const faults: Record<string, readonly string[]> = {};
  if (!(await findCommit(repository, `refs/heads/${source_branch}`)))
    faults.source_branch = ["does not exist"];
  if (!(await findCommit(repository, `refs/heads/${target_branch}`)))
    faults.target_branch = ["does not exist"];
  if (Object.keys(faults).length > 0) throw invalid(faults);
}

function requireNoOther({ store }: Context, { id: project_id }: Project, fields: Branches): void {
  const { source_branch, target_branch } = fields;
  const other = store.mergeRequests.first({ project_id, source_branch, target_branch, state: "opened" });
  if (!other) return;
  throw new ApiError(409, {
    message: [`Another open merge request already exists for this source branch: !${other.iid}`],
  });
}
