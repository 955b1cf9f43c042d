import { GitLabError } from "../../lib/gitlab/client.ts";
import {
  historyOf,
  releaseOfCommit,
  runningCommits,
  type WayBack,
  wayBack,
} from "../../lib/releases/index.ts";
import type { PipelineProject } from "../stage/pipeline-project.ts";
import { CommandError } from "../stage/pulumi.ts";
import { recordedState } from "../stage/recorded-state.ts";

/** What a job of an old commit leads back to. */
export interface EarlierRelease {
  /** Undefined if no release came from the commit. */
  readonly number: number | undefined;
  readonly way: WayBack;
}

/**
 * The release that a job asks for whose commit is older than what runs: GitLab's buttons "Rollback" and "Retry" start such a
 * job anew. Undefined for a job that is to bring its commit.
 * @throws GitLabError
 */
export async function earlierRelease(
  project: PipelineProject,
  stage: string,
  commit: string,
): Promise<EarlierRelease | undefined> {
  // Where the state cannot be read, the update says why.
  const state = await recordedState(stage).catch((error: unknown) => {
    if (!(error instanceof CommandError)) throw error;
    return undefined;
  });
  if (!state) return undefined;
  const history = historyOf(state.deployment);
  for (const other of runningCommits(history)) {
    if (!(await isBefore(project, commit, other))) continue;
    const number = releaseOfCommit(history, commit);
    return { number, way: wayBack(history, number ?? 0) };
  }
  return undefined;
}

/** True if one commit is an ancestor of another. A commit that GitLab does not have tells nothing. */
async function isBefore({ gitlab, path }: PipelineProject, one: string, other: string): Promise<boolean> {
  if (one === other) return false;
  try {
    const query = `refs[]=${one}&refs[]=${other}`;
    const base = await gitlab.request("GET", `${path}/repository/merge_base?${query}`);
    return (base as { readonly id: string } | undefined)?.id === one;
  } catch (error) {
    if (error instanceof GitLabError && error.status === 400) return false;
    throw error;
  }
}
