import type { Context } from "../context.ts";
import { isAllResolved } from "../discussions/write.ts";
import { isAncestor, mergedTree } from "../git/merge.ts";
import { findCommit } from "../git/refs.ts";
import { findEntry } from "../git/tree.ts";
import { configPath } from "../pipelines/facts.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project } from "../store/people.ts";
import type { Pipeline } from "../store/pipelines.ts";
import { repositoryOf } from "./repository.ts";

/** GitLab's word for the obstacle to a merge. */
export type MergeStatus =
  | "mergeable"
  | "not_open"
  | "draft_status"
  | "preparing"
  | "broken_status"
  | "conflict"
  | "discussions_not_resolved"
  | "need_rebase"
  | "ci_must_pass"
  | "ci_still_running";

export function isDraft({ title }: Pick<MergeRequest, "title">): boolean {
  return /^\s*(\[draft\]|draft:|\(draft\))/i.test(title);
}

/** The pipeline of a merge request's head. */
export function headPipeline({ store }: Pick<Context, "store">, row: MergeRequest): Pipeline | undefined {
  const ref = [row.source_branch, `refs/merge-requests/${row.iid}/head`];
  const found = store.pipelines.all({ project_id: row.project_id, sha: row.sha, ref }, { order: "-id" });
  return found.find(({ source }) => source !== "parent_pipeline");
}

/** The obstacle to a merge. */
export async function mergeStatus(
  context: Context,
  project: Project,
  row: MergeRequest,
): Promise<MergeStatus> {
  if (row.state !== "opened") return "not_open";
  const repository = await repositoryOf(context, project);
  const heads = [row.source_branch, row.target_branch].map((name) => `refs/heads/${name}`);
  const [source, target] = await Promise.all(heads.map((head) => findCommit(repository, head)));
  if (!source || !target || source === target) return "broken_status";
  if (await isAncestor(repository, source, target)) return "broken_status";
  if (isDraft(row)) return "draft_status";
  if (!(await mergedTree(repository, target, source))) return "conflict";
  const isRebased = await isAncestor(repository, target, source);
  if (methodOf(project) !== "merge" && !isRebased) return "need_rebase";
  const isStrict = project.options.only_allow_merge_if_all_discussions_are_resolved === true;
  if (isStrict && !isAllResolved(context, row.id)) return "discussions_not_resolved";
  const status = pipelineStatus(project, headPipeline(context, row));
  return status === "mergeable" && (await isPreparing(context, project, row)) ? "preparing" : status;
}

/** True while the pipeline of the head is requested and not created yet. */
async function isPreparing(context: Context, project: Project, row: MergeRequest): Promise<boolean> {
  const asked = context.store.pipelineRequests.first({ project_id: project.id, sha: row.sha });
  if (!asked) return false;
  return (await findEntry(repositoryPlace(context, project), row.sha, configPath(project))) !== undefined;
}

/** How a project merges. */
export function methodOf({ options }: Project): "merge" | "rebase_merge" | "ff" {
  const { merge_method } = options;
  return merge_method === "ff" || merge_method === "rebase_merge" ? merge_method : "merge";
}

function pipelineStatus({ options }: Project, pipeline: Pipeline | undefined): MergeStatus {
  if (options.only_allow_merge_if_pipeline_succeeds !== true) return "mergeable";
  if (pipeline?.status === "success") return "mergeable";
  if (pipeline?.status === "skipped" && options.allow_merge_on_skipped_pipeline === true) return "mergeable";
  return pipeline && isActive(pipeline) ? "ci_still_running" : "ci_must_pass";
}

/** True for a pipeline that will continue by itself. */
export function isActive({ status }: Pipeline): boolean {
  return !["success", "failed", "canceled", "skipped", "manual"].includes(status);
}
