import { mapAtMost } from "../../lib/async/index.ts";
import { type GitLabClient, GitLabError } from "../../lib/gitlab/client.ts";
import { everyPage, largePages } from "../../lib/gitlab/pages.ts";
import type { Deployment } from "../../lib/state/index.ts";
import { gitlabPaths, gitlabReport, type PartialReport, recordedParts } from "../../lib/status/index.ts";
import { clientOf, ofGitLab } from "./recorded-gitlab.ts";

/** Milliseconds after which nothing more is asked, and milliseconds for an answer. Together they are less than 30 s. */
const deadline = { all: 16_000, one: 12_000 };
/** Requests at the same time. */
const requestsAtATime = 4;

/**
 * Compares the stage's objects in GitLab with what the state records. It changes nothing. What GitLab does not tell in time is
 * unknown.
 * @param state with secrets in plain text, as `pulumi stack export --show-secrets` gives them
 */
export async function lookAtGitLab(state: Deployment): Promise<PartialReport> {
  const deployment = ofGitLab(state);
  const { gitlab } = recordedParts(deployment);
  if (!gitlab) return { things: [], findings: [], unanswered: [] };
  const client = clientOf(gitlab, { timeout: deadline.one, patience: 2_000 });
  const end = Date.now() + deadline.all;
  const answers = new Map<string, unknown>();
  const yetToAsk = () => gitlabPaths(deployment, answers);
  // The last paths are known once the first have answered.
  for (let paths = yetToAsk(); paths.length > 0; paths = yetToAsk()) await ask(client, paths, answers, end);
  return gitlabReport(deployment, answers, gitlab);
}

/** Asks for all paths. Once GitLab does not answer, it is not asked again. */
async function ask(
  client: GitLabClient,
  paths: readonly string[],
  answers: Map<string, unknown>,
  end: number,
): Promise<void> {
  let noAnswer: GitLabError | undefined;
  await mapAtMost(requestsAtATime, paths, async (path) => {
    if (Date.now() > end) noAnswer ??= new GitLabError(`not all answers within ${deadline.all / 1000} s`);
    const answer = noAnswer ?? (await whole(client, path).catch((error: unknown) => error));
    if (answer instanceof Error && !(answer instanceof GitLabError)) throw answer;
    if (answer instanceof GitLabError && answer.status === undefined) noAnswer ??= answer;
    answers.set(path, answer);
  });
}

/** An object, or a whole list. @throws GitLabError */
function whole(client: GitLabClient, path: string): Promise<unknown> {
  return path.includes(largePages) ? everyPage(client, path) : client.request("GET", path);
}
