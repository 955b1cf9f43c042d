import type { GitLabError } from "../gitlab/client.ts";
import { gitlabProblem } from "../gitlab/gitlab-problem.ts";
import { problemLine } from "../problems/index.ts";
import type { Unanswered } from "./model.ts";
import type { RecordedGitLab } from "./recorded-parts.ts";

/** A look at GitLab, as the last run reached it, that had no answer. @param path what was asked for, below /api/v4 */
export function gitlabUnanswered(
  { url, isStandin }: Pick<RecordedGitLab, "url" | "isStandin">,
  fault: GitLabError,
  path?: string,
): Unanswered {
  const where = { url, ca: url, token: url };
  const problem = gitlabProblem({ url, where, isRecorded: true, isStandin }, fault, path);
  return { who: "gitlab", text: problemLine(problem) };
}
