import { type Review, touchedStacks } from "../../lib/review/index.ts";
import type { PipelineProject } from "../stage/pipeline-project.ts";
import { filesOfMergeRequest, type MergeRequest } from "./merge-requests.ts";

/** Finds the other open merge requests that change the same stacks. It asks GitLab once for the files of each. */
export function requestsLike(
  project: PipelineProject,
  open: readonly MergeRequest[],
): (request: MergeRequest) => Promise<Review["others"]> {
  const known = new Map<number, Promise<readonly string[]>>();
  const touched = (request: MergeRequest) => {
    const found = known.get(request.iid) ?? filesOfMergeRequest(project, request).then(touchedStacks);
    known.set(request.iid, found);
    return found;
  };
  return async (request) => {
    const own = await touched(request);
    if (own.length === 0) return [];
    const others = open.filter(({ iid }) => iid !== request.iid);
    const found = others.map(async (other) => {
      const stacks = (await touched(other)).filter((stack) => own.includes(stack));
      return stacks.length > 0 ? [{ iid: other.iid, stacks }] : [];
    });
    return (await Promise.all(found)).flat();
  };
}
