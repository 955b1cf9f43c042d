/**
 * Deploys one stack of a locked stage: asks registries what its tags are now, writes their digests into the stage's lock, shows
 * what changes, and changes that stack alone. STACK=<host>/<stack> names it. IMAGE=<service>=<tag> runs another tag than
 * the compose file has; several with commas; then the other images stay as they are. If the run fails, the lock is as it was.
 */
import { refuse } from "../lib/problems/index.ts";
import { historyOf, lockFile, withImages } from "../lib/releases/index.ts";
import { exportState } from "../lib/state/index.ts";
import { resolvedImages } from "./deploy/resolved-images.ts";
import { chosenTags, requireRecordedStack } from "./deploy/stack-ground.ts";
import { updateStack } from "./deploy/update-stack.ts";
import { heldProblems } from "./rollback/held-problems.ts";
import { hostsOf } from "./stage/engines.ts";
import { completeLock, isLockedStage, lockRequired, readStageLock, writeStageLock } from "./stage/lock.ts";
import { pulumiCliOf, readSettings } from "./stage/pulumi.ts";
import { recordRelease } from "./stage/release.ts";
import { runOnStage } from "./stage/run-command.ts";
import { openStage, requireStage } from "./stage/stage.ts";

await runOnStage(async (stage) => {
  requireStage(stage);
  if (!isLockedStage(stage)) refuse([lockRequired(stage)]);
  const lock = readStageLock(stage);
  await openStage(stage);
  const cli = pulumiCliOf(stage);
  const [{ deployment }, settings] = await Promise.all([
    exportState(cli, "--show-secrets"),
    readSettings(cli),
  ]);
  const stack = requireRecordedStack(stage, process.env.STACK ?? "", deployment);
  refuse(heldProblems(stage, stack.id, historyOf(deployment)));
  const tags = chosenTags(process.env.IMAGE ?? "", stack);
  const all = [...new Set(Object.values(stack.images))];
  const asked = tags.size > 0 ? all.filter((each) => tags.has(each)) : all;
  const ground = { deployment, host: stack.host, settings: hostsOf(settings) };
  const images = await resolvedImages(stack.id, asked, tags, lock, ground);
  writeStageLock(stage, withImages(lock, stack.id, images));
  let isDone = false;
  try {
    isDone = (await updateStack(stage, stack.id, settings, deployment, "make deploy")) === 0;
  } finally {
    if (!isDone) writeStageLock(stage, lock);
  }
  if (!isDone) {
    console.error(`${lockFile(stage)} is as it was: what ran before runs on.`);
    return 1;
  }
  const after = await exportState(cli);
  await completeLock(stage, after.deployment, stack.id);
  await recordRelease(stage, after.deployment);
  return 0;
});
