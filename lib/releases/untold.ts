import { type History, type ReleasedStack, runningStacks } from "./history.ts";

/** What GitLab is still to be told of a release. */
export interface Untold {
  /** The number of the release. */
  readonly number: number;
  /** The commits of the stacks that it changed, by `<host>/<stack>`. */
  readonly deployed: Readonly<Record<string, string>>;
  /** The stacks that no longer run. */
  readonly gone: readonly string[];
}

/**
 * The releases that GitLab does not know yet, the oldest first. A GitLab that knows none is told what runs, in one. A stack
 * whose files have no commit is left out: a deployment of GitLab has one.
 */
export function untold(history: History): Untold[] {
  const { releases, told } = history;
  if (told !== undefined)
    return releases
      .filter(({ number }) => number > told)
      .map(({ number, stacks, gone }) => ({ number, deployed: commitsOf(stacks), gone }));
  const newest = releases.at(-1);
  return newest
    ? [{ number: newest.number, deployed: commitsOf(runningStacks(history)), gone: newest.gone }]
    : [];
}

function commitsOf(stacks: Readonly<Record<string, ReleasedStack>>): Record<string, string> {
  const known = Object.entries(stacks).flatMap(([id, { commit }]) =>
    commit === undefined ? [] : [[id, commit]],
  );
  return Object.fromEntries(known);
}
