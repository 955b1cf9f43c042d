import { ownEntry } from "../problems/own-entry.ts";
import { type History, isSame, type Release, rollbackTarget, runningStacks } from "./history.ts";

/** The commits that the stacks of a stage run from. */
export function runningCommits(history: History): string[] {
  const commits = Object.values(runningStacks(history)).flatMap(({ commit = [] }) => commit);
  return [...new Set(commits)];
}

/**
 * The release that a run of a commit ended with. Undefined if no release came from it. Later releases may have the same commit
 * again: a rollback leads one stack back to it, and leaves the others.
 */
export function releaseOfCommit({ releases }: History, commit: string): number | undefined {
  const first = releases.findIndex((release) => isFrom(release, commit));
  if (first < 0) return undefined;
  const others = releases.slice(first).findIndex((release) => !isFrom(release, commit));
  return releases[others < 0 ? releases.length - 1 : first + others - 1]?.number;
}

function isFrom({ stacks }: Release, commit: string): boolean {
  return Object.values(stacks).some((stack) => stack.commit === commit);
}

/** How a stage gets back to one of its releases. */
export interface WayBack {
  /** The stacks that have to be rolled back. */
  readonly changed: readonly string[];
  /** The stacks that did not run then. They stay. */
  readonly added: readonly string[];
  /** The stacks that ran then and are gone. They stay away. */
  readonly gone: readonly string[];
}

export function wayBack(history: History, number: number): WayBack {
  const running = runningStacks(history);
  const then = runningStacks({
    ...history,
    releases: history.releases.filter((each) => each.number <= number),
  });
  const [now, before] = [Object.keys(running), Object.keys(then)];
  return {
    changed: now.filter((id) => {
      const target = rollbackTarget(history, id, number);
      return before.includes(id) && target && !isSame(target.stack, ownEntry(running, id));
    }),
    added: now.filter((id) => !before.includes(id)),
    gone: before.filter((id) => !now.includes(id)),
  };
}
