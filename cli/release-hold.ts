/**
 * Holds the stack that STACK=<host>/<stack> names at the release that it runs. OFF=1 ends the hold. Neither changes what
 * runs. The next `make up` brings a stack that is no longer held to its files and lock.
 */
import { ProblemError } from "../lib/problems/index.ts";
import { ownEntry } from "../lib/problems/own-entry.ts";
import { historyOf, releasesOf } from "../lib/releases/index.ts";
import { exportState } from "../lib/state/index.ts";
import { requireRecordedStack } from "./deploy/stack-ground.ts";
import { pulumiCliOf } from "./stage/pulumi.ts";
import { changeNow, writeHistory } from "./stage/release.ts";
import { runOnStage } from "./stage/run-command.ts";
import { openStage, requireStage } from "./stage/stage.ts";

await runOnStage(async (stage) => {
  requireStage(stage);
  await openStage(stage);
  const state = await exportState(pulumiCliOf(stage));
  const history = historyOf(state.deployment);
  const { STACK: named = "" } = process.env;
  const held = ownEntry(history.holds, named);
  // After `make down` a held stack is not among those that run.
  const { id } = held ? { id: named } : requireRecordedStack(stage, named, state.deployment);
  if (process.env.OFF === "1") {
    const { [id]: _, ...others } = history.holds;
    if (held) await writeHistory(stage, state, { ...history, holds: others });
    console.log(
      held ? `${id} is no longer held. The next make up brings it to its files.` : `${id} was not held.`,
    );
    return 0;
  }
  const runs = releasesOf(history, id).at(-1);
  if (held || !runs) {
    console.log(
      held ? `${id} is held at release ${held.release}.` : `${id} has no release yet: run make up.`,
    );
    return held ? 0 : 1;
  }
  if (runs.stack.commit === undefined) {
    const path = `release ${runs.release.number} of ${id}`;
    throw new ProblemError([
      {
        path,
        expected: "files from a commit",
        found: "files that were not committed",
        remedy: "commit them, then run make up",
      },
    ]);
  }
  const hold = { ...runs.stack, release: runs.release.number, ...changeNow() };
  await writeHistory(stage, state, { ...history, holds: { ...history.holds, [id]: hold } });
  console.log(`${id} is held at release ${hold.release}.`);
  return 0;
});
