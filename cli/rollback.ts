/**
 * Rolls a stack back: STACK=<host>/<stack> runs the images and the files of the release before, or of the one that TO=<number>
 * names. The stack is held there: no other command changes it until `make release-hold STACK=… OFF=1`. If the rollback fails,
 * what served serves on, and the stack is not held. Volumes and what a new version did to their data are not undone.
 */
import { ProblemError, refuse } from "../lib/problems/index.ts";
import { type Hold, historyOf, releasesOf, rollbackTarget } from "../lib/releases/index.ts";
import { exportState } from "../lib/state/index.ts";
import { requireRecordedStack } from "./deploy/stack-ground.ts";
import { updateStack } from "./deploy/update-stack.ts";
import { absentImages } from "./rollback/absent-images.ts";
import { hostsOf } from "./stage/engines.ts";
import { pulumiCliOf, readSettings } from "./stage/pulumi.ts";
import { changeNow, recordRelease, writeHistory } from "./stage/release.ts";
import { runOnStage } from "./stage/run-command.ts";
import { openStage, requireStage } from "./stage/stage.ts";

await runOnStage(async (stage) => {
  requireStage(stage);
  await openStage(stage);
  const cli = pulumiCliOf(stage);
  const [state, { deployment }, settings] = await Promise.all([
    exportState(cli),
    exportState(cli, "--show-secrets"),
    readSettings(cli),
  ]);
  const { id, host } = requireRecordedStack(stage, process.env.STACK ?? "", state.deployment);
  const history = historyOf(state.deployment);
  const hold: Hold = { ...target(stage, id), ...changeNow() };
  refuse(await absentImages(id, hold, history, { deployment, host, settings: hostsOf(settings) }));
  console.log(
    `${id} goes back to release ${hold.release}. Volumes stay as they are: what a newer version did to data is not undone.`,
  );
  await writeHistory(stage, state, { ...history, holds: { ...history.holds, [id]: hold } });
  let isDone = false;
  try {
    isDone = (await updateStack(stage, id, settings, deployment, "make rollback")) === 0;
  } finally {
    if (!isDone) {
      const now = await exportState(cli);
      await writeHistory(stage, now, { ...historyOf(now.deployment), holds: history.holds });
    }
  }
  if (!isDone) {
    console.error(
      `${id} is not rolled back. A service whose earlier version fails serves on as before; make up brings the others to their files.`,
    );
    return 1;
  }
  const after = await exportState(cli);
  await recordRelease(stage, after.deployment);
  console.log(
    `${id} is held at release ${hold.release}. To go on: make release-hold STAGE=${stage} STACK=${id} OFF=1`,
  );
  return 0;

  /** @throws ProblemError if there is no such release, or git does not have its files */
  function target(stage: string, id: string): Omit<Hold, "at" | "by"> {
    const { TO: to } = process.env;
    const known = releasesOf(history, id).map(({ release }) => release.number);
    if (to && !/^\d+$/.test(to))
      refuse([
        {
          path: `TO=${to}`,
          expected: "the number of a release",
          found: to,
          remedy: `make releases STAGE=${stage} STACK=${id}`,
        },
      ]);
    const found = rollbackTarget(history, id, to ? Number(to) : undefined);
    if (!found) {
      const expected = to ? `a release of ${id} up to ${to}` : `a release of ${id} before the one that runs`;
      const remedy = "nothing was changed";
      throw new ProblemError([
        { path: to ? `TO=${to}` : `stacks/${id}`, expected, found: known.join(", ") || "none", remedy },
      ]);
    }
    const { release, stack } = found;
    if (stack.commit === undefined) {
      const path = `release ${release.number} of ${id}`;
      const remedy = `choose another one with TO=<number>: make releases STAGE=${stage} STACK=${id}`;
      throw new ProblemError([
        { path, expected: "files from a commit", found: "files that were not committed", remedy },
      ]);
    }
    return { ...stack, release: release.number };
  }
});
