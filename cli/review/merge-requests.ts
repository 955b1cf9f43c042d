import { ProblemError } from "../../lib/problems/index.ts";
import { listOf, type PipelineProject } from "../stage/pipeline-project.ts";

/** The fields of a merge request that are used here. */
export interface MergeRequest {
  readonly iid: number;
  readonly state: string;
  /** Its head. */
  readonly sha: string;
  readonly target_branch: string;
  readonly merge_commit_sha?: string | null;
  readonly squash_commit_sha?: string | null;
}

/** The open merge requests to the default branch, the oldest first. */
export function openMergeRequests(project: PipelineProject): Promise<MergeRequest[]> {
  return listOf(
    project,
    `/merge_requests?state=opened&sort=asc&target_branch=${encodeURIComponent(project.branch)}`,
  );
}

/** @throws ProblemError if no merge request has this number */
export async function mergeRequestOf({ gitlab, path }: PipelineProject, iid: number): Promise<MergeRequest> {
  const found = (await gitlab.request("GET", `${path}/merge_requests/${iid}`)) as MergeRequest | undefined;
  if (found) return found;
  const remedy = "correct MERGE_REQUEST";
  throw new ProblemError([
    { path: "MERGE_REQUEST", expected: "the number of a merge request", found: `${iid}`, remedy },
  ]);
}

/** The paths that a merge request changes. */
export async function filesOfMergeRequest(
  project: PipelineProject,
  { iid }: MergeRequest,
): Promise<string[]> {
  const diffs = await listOf<{ old_path: string; new_path: string }>(project, `/merge_requests/${iid}/diffs`);
  return diffs.flatMap(({ old_path, new_path }) => [old_path, new_path]);
}
