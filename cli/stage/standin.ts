import { refuse } from "../../lib/problems/index.ts";
import { type Deployment, stageOutputs } from "../../lib/state/index.ts";
import type { Outputs } from "./summary.ts";

/** The address of the stage's stand-in for GitLab if it was created once and does not answer now. */
export async function unreachableStandin(deployment: Deployment): Promise<string | undefined> {
  const { gitlab } = stageOutputs<Outputs>(deployment);
  if (gitlab?.token === undefined) return undefined;
  const answer = await fetch(`${gitlab.url}/api/v4/`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer ? undefined : gitlab.url;
}

/** @throws ProblemError if the stage's stand-in for GitLab does not answer */
export async function requireStandin(deployment: Deployment): Promise<void> {
  const url = await unreachableStandin(deployment);
  if (url === undefined) return;
  const remedy = 'bring it up again with "make up"';
  refuse([{ path: url, expected: "the stand-in for GitLab to answer", found: "nothing", remedy }]);
}
