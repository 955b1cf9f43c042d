import { rmSync } from "node:fs";
import { connect } from "../../lib/docker/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../../lib/docker/leftovers.ts";
import {
  type HolderState,
  heldLocks,
  type RunLock,
  readLocks,
  removeTornLocks,
  type StageFiles,
  stageFiles,
} from "../../lib/locks/index.ts";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import {
  ownerOf,
  readStateFile,
  removeTornAttributes,
  uncertainRecords,
  unfinishedCreations,
} from "../../lib/state/index.ts";
import { enginesOf, requireEngines, stageHosts } from "./engines.ts";
import { pulumiCliOf } from "./pulumi.ts";

/**
 * Makes a stage usable again after a run of this machine was killed: removes its lock, and corrects the state for what
 * the run had begun. UNLOCK=1 also removes locks whose holder is unknown here. Does nothing if the state is not kept in a
 * folder.
 * @throws ProblemError if another run holds the stage
 * @throws CommandError
 */
export async function recoverStage(stage: string): Promise<void> {
  const files = stageFiles(stage);
  if (!files) return;
  await removeTornLocks(files);
  const held = heldLocks(files);
  const mayGo = (holder: HolderState) =>
    holder === "dead" || (holder === "foreign" && process.env.UNLOCK === "1");
  refuse(held.flatMap(({ lock, holder }) => (mayGo(holder) ? [] : [lockedBy(stage, lock, holder)])));
  for (const { lock, holder } of held) {
    const what = holder === "dead" ? "was killed: its lock is removed" : "holds a lock: UNLOCK removes it";
    console.log(`The run of ${lock.timestamp} (pid ${lock.pid}) ${what}, and this run goes on.`);
    // Not with "pulumi cancel": it does not know a stage whose first run was killed, and it removes newer locks too.
    for (const file of [lock.file, `${lock.file}.attrs`]) rmSync(file, { force: true });
  }
  removeTornAttributes(files.state);
  await settle(stage, files);
}

/** Lines that say which run holds the stage and may be changing it. Empty if none does. */
export function currentRunLines(stage: string): string[] {
  const files = stageFiles(stage);
  if (!files) return [];
  return heldLocks(files).map(({ lock, holder }) => {
    if (holder === "dead")
      return `Stage ${stage}: the run ${ofHolder(lock)} was killed; "make up" recovers the stage.`;
    const state = holder === "alive" ? "is under way" : "is under way or was killed";
    return `Stage ${stage}: the run ${ofHolder(lock)} ${state}; its changes may appear here.`;
  });
}

function ofHolder({ username, hostname, pid, timestamp }: RunLock): string {
  return `of ${username} on ${hostname} (pid ${pid}) since ${timestamp}`;
}

function lockedBy(stage: string, lock: RunLock, holder: HolderState): Problem {
  const dead = "make sure that it has ended, then UNLOCK=1 removes its lock";
  return {
    path: `stage ${stage}`,
    expected: "no other run",
    found: `one ${ofHolder(lock)}`,
    remedy: `wait for its end${holder === "alive" ? "" : `; if it was killed, ${dead}`}`,
  };
}

/**
 * Removes what an interrupted run was creating, and reads what it was changing. Only names that this state was creating count. The
 * other records stay, so that what people have changed is still found.
 */
async function settle(stage: string, files: StageFiles): Promise<void> {
  const { deployment } = readStateFile(files.state);
  const begun = deployment.pending_operations.length;
  if (begun === 0) return;
  // A run that has begun since may be creating the same names.
  refuse(readLocks(files).map((lock) => lockedBy(stage, lock, "alive")));
  console.log(`Looking up what became of ${begun} unfinished operations of an earlier run.`);
  // The state names an ssh host by the socket of its tunnel, so the tunnel must be open.
  await requireEngines(enginesOf(await stageHosts(stage)));
  const owner = ownerOf(stage, deployment);
  for (const { kind, name, urn, address, certPath } of unfinishedCreations(deployment)) {
    const clear = kind === "container" ? removeLeftover : removeLeftoverNetwork;
    await clear(connect(address, { certPath }), { name, where: urn }, owner);
  }
  // Without a target, Pulumi would read everything.
  const targets = [...uncertainRecords(deployment)].flatMap((urn) => ["--target", urn]);
  await pulumiCliOf(stage)(["refresh", "--yes", "--skip-preview", "--clear-pending-creates", ...targets]);
}
