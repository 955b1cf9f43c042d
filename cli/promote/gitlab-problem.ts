import { GitLabError } from "../../lib/gitlab/client.ts";
import type { Problem } from "../../lib/problems/index.ts";
import { orProblem } from "../../lib/problems/or-problem.ts";

/** Calls GitLab for the proposal of a lock. @throws ProblemError if it refuses, or does not answer */
export function orGitLabProblem<Result>(
  url: string,
  stage: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const problemOf = ({ message }: GitLabError): Problem => ({
    path: url,
    expected: `GitLab to take the lock of stage ${stage} as a merge request`,
    found: `"${message}"`,
    remedy: `nothing of stage ${stage} was changed: repeat make promote; images that were copied are not sent again`,
  });
  return orProblem(GitLabError, problemOf, work());
}
