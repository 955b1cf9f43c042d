import { projectFacts, runnerFacts } from "../../lib/gitlab/ci-facts.ts";
import { GitLabError } from "../../lib/gitlab/client.ts";
import {
  type GitLabFacts,
  gitlabUnanswered,
  type RecordedParts,
  type Unanswered,
} from "../../lib/status/index.ts";
import { clientOf } from "./recorded-gitlab.ts";

/** Milliseconds for one answer. */
const timeout = 15_000;

/** What GitLab says of the stage's runners and projects. */
export interface GitLabLook {
  /** Undefined if it does not answer. */
  readonly facts: GitLabFacts | undefined;
  readonly unanswered: readonly Unanswered[];
}

/** Asks GitLab for everything at the same time, as the last run reached it. */
export async function lookAtCi({ gitlab, runners, projects }: RecordedParts): Promise<GitLabLook> {
  if (!gitlab) return { facts: undefined, unanswered: [] };
  const client = clientOf(gitlab, { patience: 0, timeout });
  try {
    const [knownRunners, knownProjects] = await Promise.all([
      byId(runners, (id) => runnerFacts(client, id)),
      byId(projects, (id) => projectFacts(client, id)),
    ]);
    return { facts: { runners: knownRunners, projects: knownProjects }, unanswered: [] };
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    return { facts: undefined, unanswered: [gitlabUnanswered(gitlab, error)] };
  }
}

/** What is known, by the numbers of things. */
async function byId<Facts>(
  things: readonly { readonly id: string }[],
  ask: (id: string) => Promise<Facts | undefined>,
): Promise<Map<string, Facts>> {
  const asked = things.map(async ({ id }): Promise<[string, Facts][]> => {
    const found = await ask(id);
    return found === undefined ? [] : [[id, found]];
  });
  return new Map((await Promise.all(asked)).flat());
}
