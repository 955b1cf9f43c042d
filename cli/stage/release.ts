import { execFileSync } from "node:child_process";
import { userInfo } from "node:os";
import { ownEntry } from "../../lib/problems/own-entry.ts";
import {
  type Change,
  differences,
  type History,
  historyOf,
  type Origin,
  recorded,
  runningOf,
  runningStacks,
  withHistory,
} from "../../lib/releases/index.ts";
import { type Deployment, exportState, importState, type State } from "../../lib/state/index.ts";
import { pulumiCliOf } from "./pulumi.ts";

/**
 * Records a release if the last one names other images or files than run now. The import takes Pulumi's lock. If
 * another operator's run holds it, the next command records the release.
 * @param deployment the state after a run
 */
export async function recordRelease(stage: string, deployment: Deployment): Promise<void> {
  const before = historyOf(deployment);
  const after = recorded(before, runningOf(deployment), changeNow(), originOf);
  if (after === before) return;
  if (!(await writeHistory(stage, await exportState(pulumiCliOf(stage)), after))) return;
  const { number, stacks, gone } = after.releases.at(-1) ?? { number: 0, stacks: {}, gone: [] };
  const known = runningStacks(before);
  console.log(`Release ${number}:`);
  for (const [id, stack] of Object.entries(stacks))
    console.log(`  ${id}: ${differences(ownEntry(known, id), stack).join(", ")}`);
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
