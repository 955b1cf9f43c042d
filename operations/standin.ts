import { refuse } from "../problems/index.ts";
import { demand } from "./pulumi.ts";

interface Outputs {
  /** With a token it is the stand-in. */
  readonly gitlab?: { readonly url: string; readonly token?: string };
}

/** The address of the stage's stand-in for GitLab, where it was made once and does not answer now. */
export async function silentStandin(stage: string): Promise<string | undefined> {
  const { gitlab } = JSON.parse((await demand(stage, "stack", "output", "--json")) || "{}") as Outputs;
  if (gitlab?.token === undefined) return undefined;
  const answer = await fetch(`${gitlab.url}/api/v4/`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer ? undefined : gitlab.url;
}

/** @throws ProblemError where the stage's stand-in for GitLab does not answer */
export async function requireStandin(stage: string): Promise<void> {
  const url = await silentStandin(stage);
  if (url === undefined) return;
  const remedy = 'bring it up again with "make up"';
  refuse([{ path: url, expected: "the stand-in for GitLab to answer", found: "nothing", remedy }]);
}
