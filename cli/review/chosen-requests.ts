import { ProblemError } from "../../lib/problems/index.ts";
import { outOfDate } from "../../lib/review/index.ts";
import type { PipelineProject } from "../stage/pipeline-project.ts";
import { commentsOn, writeComment } from "./comment.ts";
import { type MergeRequest, mergeRequestOf } from "./merge-requests.ts";

/** What the variables of a job ask for. */
export interface Choice {
  /** MERGE_REQUEST: a number, or `open`. */
  readonly named: string;
  /** COMMIT: the head that somebody has read. Empty for a preview of data. */
  readonly commit: string;
}

/**
 * The merge requests to preview.
 * @param open the open merge requests to the default branch
 * @param target the commit of the default branch
 * @throws ProblemError, GitLabError
 */
export async function chosenRequests(
  project: PipelineProject,
  open: readonly MergeRequest[],
  target: string,
  { named, commit }: Choice,
): Promise<MergeRequest[]> {
  if (named !== "open") return [await namedRequest(project, named)];
  if (commit === "") return withoutPreview(project, open, target);
  const expected = "no commit together with MERGE_REQUEST=open";
  throw new ProblemError([
    { path: "COMMIT", expected, found: commit, remedy: "name one merge request by its number" },
  ]);
}

async function namedRequest(project: PipelineProject, named: string): Promise<MergeRequest> {
  const path = "MERGE_REQUEST";
  if (!/^\d+$/.test(named)) {
    const expected = "the number of a merge request, or open";
    throw new ProblemError([{ path, expected, found: JSON.stringify(named), remedy: "correct it" }]);
  }
  const request = await mergeRequestOf(project, Number(named));
  if (request.state === "opened" && request.target_branch === project.branch) return request;
  const expected = `an open merge request to ${project.branch}`;
  const found = `!${request.iid}, which is ${request.state}, to ${request.target_branch}`;
  throw new ProblemError([{ path, expected, found, remedy: "name another one, or reopen it" }]);
}

/** The merge requests without a comment for their head and target. Their older comments become out of date at once. */
async function withoutPreview(
  project: PipelineProject,
  open: readonly MergeRequest[],
  target: string,
): Promise<MergeRequest[]> {
  const looks = open.map(async (request): Promise<MergeRequest[]> => {
    const [comment] = await commentsOn(project, request);
    if (comment?.mark.commit === request.sha && comment.mark.target === target) return [];
    if (comment) {
      const moved = comment.mark.commit === request.sha ? project.branch : "its branch";
      await writeComment(project, request, outOfDate(comment.body, `${moved} has moved on`));
    }
    return [request];
  });
  return (await Promise.all(looks)).flat();
}
