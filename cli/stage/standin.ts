import { type Deployment, stageOutputs } from "../../lib/state/index.ts";

/** The address of the stage's stand-in for GitLab, if the state records one and it does not answer now. */
export async function unreachableStandin(deployment: Deployment): Promise<string | undefined> {
  const { gitlab } = stageOutputs(deployment);
  if (gitlab?.token === undefined) return undefined;
  const answer = await fetch(`${gitlab.url}/api/v4/`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer ? undefined : gitlab.url;
}
