import { rmSync } from "node:fs";
import { connect } from "../../lib/docker/client.ts";
import { removeLeftover, removeLeftoverNetwork } from "../../lib/docker/leftovers.ts";
import {
  type HolderState,
  heldLocks,
  type Lock,
  readLocks,
  type StageFiles,
  stageFiles,
} from "../../lib/locks/index.ts";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import { ownerOf, readStateFile, removeTornAttributes, unfinishedCreations } from "../../lib/state/index.ts";
import { enginesOf, requireEngines, stageHosts } from "./engines.ts";
import { pulumiCliOf } from "./pulumi.ts";

/**
 * Makes a stage ready again after a run of this place was killed: removes its lock, and settles in the state what it
 * had begun. UNLOCK=1 also removes locks of which nobody here knows who holds them. Does nothing for a state that is not
 * kept in a folder.
 * @throws ProblemError where another run holds the stage, CommandError
 */
export async function recoverStage(stage: string): Promise<void> {
  const files = stageFiles(stage);
  if (!files) return;
  const held = heldLocks(files);
  const mayGo = (holder: HolderState) =>
    holder === "dead" || (holder === "foreign" && process.env.UNLOCK === "1");
  refuse(held.flatMap(({ lock, holder }) => (mayGo(holder) ? [] : [lockedBy(stage, lock, holder)])));
  for (const { lock, holder } of held) {
    const what = holder === "dead" ? "was killed: its lock is removed" : "holds a lock: UNLOCK removes it";
    console.log(`The run of ${lock.timestamp} (pid ${lock.pid}) ${what}, and this run goes on.`);
    // Not by "pulumi cancel": it knows no stage whose first run was killed, and removes locks that came since.
    for (const file of [lock.file, `${lock.file}.attrs`]) rmSync(file, { force: true });
  }
  removeTornAttributes(files.state);
  await settle(stage, files);
}

/** Lines for whoever looks at a stage that a run may be changing; none where no run holds it. */
export function currentRunLines(stage: string): string[] {
  const files = stageFiles(stage);
  if (!files) return [];
  return heldLocks(files).map(({ lock, holder }) => {
    if (holder === "dead") return `Stage ${stage}: the run ${ofHolder(lock)} was killed; make up settles it.`;
    const state = holder === "alive" ? "is under way" : "is under way or was killed";
    return `Stage ${stage}: the run ${ofHolder(lock)} ${state}; what it is changing may show here.`;
  });
}

function ofHolder({ username, hostname, pid, timestamp }: Lock): string {
  return `of ${username} on ${hostname} (pid ${pid}) since ${timestamp}`;
}

function lockedBy(stage: string, lock: Lock, holder: HolderState): Problem {
  const dead = "make sure that it has ended, then UNLOCK=1 removes its lock";
  return {
    path: `stage ${stage}`,
    expected: "no other run",
    found: `one ${ofHolder(lock)}`,
    remedy: `wait for its end${holder === "alive" ? "" : `; where it was killed, ${dead}`}`,
  };
}

/**
 * Removes what the interrupted run was just creating, and reads what became of the rest. Only names that this very
 * state was creating count.
 */
async function settle(stage: string, files: StageFiles): Promise<void> {
  const { deployment } = readStateFile(files.state);
  const begun = deployment.pending_operations.length;
  if (begun === 0) return;
  // What a run that has begun since is creating must not be taken for a remainder.
  refuse(readLocks(files).map((lock) => lockedBy(stage, lock, "alive")));
  console.log(`Looking up what became of ${begun} unfinished operations of an earlier run.`);
  // The state knows an ssh host by the socket of its tunnel, which has to be open.
  await requireEngines(enginesOf(await stageHosts(stage)));
  const owner = ownerOf(stage, deployment);
  for (const { kind, name, urn, address, certPath } of unfinishedCreations(deployment)) {
    const clear = kind === "container" ? removeLeftover : removeLeftoverNetwork;
    await clear(connect(address, { certPath }), { name, where: urn }, owner);
  }
  await pulumiCliOf(stage)(["refresh", "--yes", "--skip-preview", "--clear-pending-creates"]);
}
