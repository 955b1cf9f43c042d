import type { Context } from "../context.ts";
import type { Project } from "../store/people.ts";
import { isProtectedRef } from "./protected-ref.ts";
import type { MergeRequestFacts } from "./variables/predefined.ts";

/** Facts about a merge request that its pipeline knows. */
export function mergeRequestFacts(context: Context, id: number | null): MergeRequestFacts | undefined {
  const request = id === null ? undefined : context.store.mergeRequests.get(id);
  if (!request) return undefined;
  return {
    id: request.id,
    iid: request.iid,
    title: request.title,
    sourceBranch: request.source_branch,
    targetBranch: request.target_branch,
    isTargetProtected: isProtectedRef(context, request.project_id, request.target_branch, false),
    diffBaseSha: request.base_sha,
    labels: request.labels,
  };
}

/** `group/project!1` of each open merge request with this source branch; at most four, as in GitLab. */
export function openMergeRequests(
  { store }: Pick<Context, "store">,
  project: Project,
  branch: string,
): string[] {
  return store.mergeRequests
    .all({ project_id: project.id, source_branch: branch, state: "opened" }, { order: "-id", limit: 4 })
    .map(({ iid }) => `${project.full_path}!${iid}`);
}
