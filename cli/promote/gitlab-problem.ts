import { GitLabError } from "../../lib/gitlab/client.ts";
import { ProblemError } from "../../lib/problems/index.ts";

/** Calls GitLab for the proposal of a lock. @throws ProblemError if it refuses, or does not answer */
export async function orGitLabProblem<Result>(
  url: string,
  stage: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    throw new ProblemError([
      {
        path: url,
        expected: `GitLab to take the lock of stage ${stage} as a merge request`,
        found: `"${error.message}"`,
        remedy: `nothing of stage ${stage} was changed: repeat make promote; images that were copied are not sent again`,
      },
    ]);
  }
}
