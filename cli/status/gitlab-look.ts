import { problemLine } from "../../lib/problems/index.ts";
import { type Deployment, previewRefresh } from "../../lib/state/index.ts";
import { gitlabReport, gitlabResources, type PartialReport, silentGitLab } from "../../lib/status/index.ts";
import { CommandError, pulumiCliOf } from "../stage/pulumi.ts";
import { unreachableStandin } from "../stage/standin.ts";

/** Compares GitLab's resources with what the state records, by a refresh of these alone. Nothing is asked if there are none. */
export async function lookAtGitLab(stage: string, deployment: Deployment): Promise<readonly PartialReport[]> {
  const urns = gitlabResources(deployment).map(({ urn }) => urn);
  if (urns.length === 0) return [];
  try {
    const targets = urns.flatMap((urn) => ["--target", urn]);
    const { steps } = await previewRefresh(pulumiCliOf(stage), ...targets);
    return [gitlabReport(deployment, steps)];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [silentGitLab(deployment, await reasonOf(error, deployment))];
  }
}

async function reasonOf({ message }: CommandError, deployment: Deployment): Promise<string> {
  const url = await unreachableStandin(deployment);
  if (url === undefined) return message.split("\n")[0] ?? message;
  const remedy = 'bring it up again with "make up"';
  return problemLine({ path: url, expected: "the stand-in for GitLab to answer", found: "nothing", remedy });
}
