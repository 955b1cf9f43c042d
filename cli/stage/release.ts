import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
import { ownEntry } from "../../lib/problems/own-entry.ts";
import {
  type Change,
  differences,
  type History,
  historyOf,
  type Lock,
  type Origin,
  recorded,
  runningOf,
  runningStacks,
  withHistory,
  withoutLifted,
} from "../../lib/releases/index.ts";
import { type Deployment, exportState, importState, type State } from "../../lib/state/index.ts";
import { isLockedStage, readStageLock } from "./lock.ts";
import { CommandError, pulumiCliOf } from "./pulumi.ts";
import { tellReleases } from "./told-releases.ts";

/**
 * Records a release if the last one names other images or files than run now, and tells GitLab. The import takes Pulumi's
 * lock. If another operator's run holds it, the next command records the release.
 * @param deployment the state after a run
 */
export async function recordRelease(stage: string, deployment: Deployment): Promise<void> {
  const known = historyOf(deployment);
  const lock = isLockedStage(stage) ? readStageLock(stage) : undefined;
  if (released(deployment, lock) === known) return tellReleases(stage, known);
  const state = await exportState(pulumiCliOf(stage));
  const [before, after] = [historyOf(state.deployment), released(state.deployment, lock)];
  try {
    if (after !== before && !(await writeHistory(stage, state, after))) return;
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    console.error(`${error.message}\nThe release is not recorded yet: the next command records it.`);
    return;
  }
  for (const id of Object.keys(before.holds).filter((each) => !Object.hasOwn(after.holds, each)))
    console.log(`${id} is no longer held: a newer release was promoted.`);
  if (after.releases !== before.releases) sayRelease(before, after);
  await tellReleases(stage, after);
}

function released(deployment: Deployment, lock: Lock | undefined): History {
  const before = withoutLifted(historyOf(deployment), lock);
  return recorded(before, runningOf(deployment), changeNow(), originOf);
}

function sayRelease(before: History, after: History): void {
  const { number, stacks, gone } = after.releases.at(-1) ?? { number: 0, stacks: {}, gone: [] };
  const ran = runningStacks(before);
  console.log(`Release ${number}:`);
  for (const [id, stack] of Object.entries(stacks))
    console.log(`  ${id}: ${differences(ownEntry(ran, id), stack).join(", ")}`);
  for (const id of gone) console.log(`  ${id}: gone`);
}

/** Replaces the history in the state. @returns false if no run of this version has prepared the state */
export async function writeHistory(stage: string, state: State, history: History): Promise<boolean> {
  const next = withHistory(state, history);
  if (next) await importState(pulumiCliOf(stage), next);
  return next !== undefined;
}

/** Who changes the stage now. */
export function changeNow(): Change {
  const by = process.env.GITLAB_USER_LOGIN || git("config", "user.name") || userInfo().username;
  return { at: new Date().toISOString(), by };
}

/** The commit of a stack's files. Empty if they differ from it, or outside of git. */
function originOf(stack: string): Origin {
  const commit = git("rev-parse", "HEAD");
  const path = `stacks/${stack}`;
  const isCommitted =
    commit !== undefined &&
    git("status", "--porcelain", "--ignored", "--", path) === undefined &&
    git("ls-files", "--", path);
  return isCommitted ? { commit } : {};
}

/** The output of git. Undefined if it is empty, or if git fails. */
function git(...args: string[]): string | undefined {
  try {
    return (
      execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim() || undefined
    );
  } catch {
    return undefined;
  }
}
