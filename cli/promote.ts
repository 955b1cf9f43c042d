/**
 * Promotes what the stage FROM runs healthily to the stage TO. It copies the images to TO's registry, digest kept, and without
 * STACK=<host>/<stack> also the newest releases to its PyPI server. Then it writes them into TO's lock: on a branch with a merge
 * request of the infrastructure project, or without such a project as a file. It changes nothing that runs. A held stack is left
 * alone, unless LIFT=1.
 */
import { type Problem, refuse } from "../lib/problems/index.ts";
import {
  changedPackages,
  historyOf,
  holdsInForce,
  type Lock,
  lockFile,
  promotionLines,
  releasesOf,
  requestDescription,
  requestTitle,
  runningOf,
  withPackages,
  withPromotion,
} from "../lib/releases/index.ts";
import { stageReport } from "../lib/status/index.ts";
import { recordedReferences, requireRecordedStack } from "./deploy/stack-ground.ts";
import { registryAccess } from "./outdated/access.ts";
import { copyImages } from "./promote/copy-images.ts";
import { unhealthyProblems } from "./promote/healthy.ts";
import { infrastructureProject } from "./promote/infrastructure-project.ts";
import { writePromoted } from "./promote/local-lock.ts";
import { copyPackages } from "./promote/packages.ts";
import { committedLock, propose } from "./promote/propose.ts";
import { leftLine, selectStacks } from "./promote/selection.ts";
import { targetFiles } from "./promote/target-files.ts";
import { readStageLock } from "./stage/lock.ts";
import { pypiServerOf } from "./stage/pypi-server.ts";
import { runOnStage } from "./stage/run-command.ts";
import { requireSettings, requireStage } from "./stage/stage.ts";
import { lookAtEngines, type RecordedStage, readStage } from "./status/look.ts";

const { FROM: from = "", TO: to = "", STACK: named = "" } = process.env;
const isLifting = process.env.LIFT === "1";

await runOnStage(promote, { stage: to || undefined, isLook: true });

async function promote(): Promise<number> {
  refuse(argumentProblems());
  requireSettings(from);
  for (const stage of [from, to]) requireStage(stage);
  const { references, after } = targetFiles(to);
  const [source, target] = await Promise.all([readStage(from), readStage(to)]);
  const project = await infrastructureProject([target.deployment, source.deployment], to);
  const committed = project && (await committedLock(project, to));
  const lock = committed?.lock ?? readStageLock(to);

  const holds = holdsInForce(historyOf(target.deployment).holds, lock);
  const { taken, left, problems } = selectStacks(
    sourceOf(source),
    { stage: to, lock, references, holds },
    { ids: chosenIds(source), isNamed: named !== "", isLifting },
  );
  for (const id of left) console.error(leftLine(id, holds, from, to));
  const report = await engineReport(source);
  refuse([...problems, ...taken.flatMap(({ id }) => unhealthyProblems(id, report, after, to))]);
  const packages = named ? {} : changedPackages(lock, await packagesOf(source, target));
  if (taken.length === 0 && Object.keys(packages).length === 0) {
    if (left.length === 0) console.log(`Nothing to promote: the lock of ${to} names what ${from} runs.`);
    return named && left.length > 0 ? 1 : 0;
  }

  const sources = await copyImages(taken, {
    stages: { from, to },
    accessFrom: registryAccess(source.deployment),
    accessTo: registryAccess(target.deployment),
    lock,
    runs: (id) => runningRelease(source, id),
  });
  const promotion = { from, to, stacks: taken, lock, sources, packages };
  for (const line of promotionLines(promotion)) console.log(line);
  const promoted = (before: Lock) =>
    taken.reduce(
      (each, stack) => withPromotion(each, stack, sources, holds[stack.id]?.at),
      withPackages(before, packages),
    );
  if (project && committed) {
    const texts = { title: requestTitle(promotion), description: requestDescription(promotion) };
    const { url, isNew } = await propose(project, { stage: to, lock: promoted(lock), ...texts }, committed);
    console.log(`${isNew ? "Merge request" : "Proposed already"}: ${url}`);
    return 0;
  }
  const ids = taken.map(({ id }) => id);
  writePromoted(to, lock, ids, promoted);
  console.log(`${lockFile(to)} names them: commit it, then run make up STAGE=${to}.`);
  console.log("No merge request: the stages record no project of kind infrastructure.");
  return 0;
}

function argumentProblems(): Problem[] {
  const path = (name: string) => `${name} of make promote`;
  const stages = { FROM: from, TO: to };
  const missing = Object.entries(stages).flatMap(([name, stage]): Problem[] =>
    stage ? [] : [{ path: path(name), expected: "a stage", found: "nothing", remedy: `add ${name}=<stage>` }],
  );
  if (missing.length > 0) return missing;
  const remedy = "name the stack";
  return [
    ...(from === to
      ? [{ path: path("TO"), expected: "another stage than FROM", found: to, remedy: "name the other stage" }]
      : []),
    ...(isLifting && !named
      ? [{ path: path("LIFT"), expected: "STACK=<host>/<stack> beside it", found: "none", remedy }]
      : []),
  ];
}

function sourceOf({ deployment }: RecordedStage) {
  return { stage: from, running: runningOf(deployment), references: recordedReferences(deployment) };
}

async function packagesOf(source: RecordedStage, target: RecordedStage) {
  const [ours, theirs] = [pypiServerOf(source.deployment), pypiServerOf(target.deployment)];
  return ours && theirs ? copyPackages(ours, theirs, to) : {};
}

function runningRelease({ deployment }: RecordedStage, id: string): string {
  const last = releasesOf(historyOf(deployment), id).at(-1);
  return last ? `release ${last.release.number} of ${from}` : `stage ${from}`;
}

function chosenIds({ deployment }: RecordedStage): string[] {
  if (named) return [requireRecordedStack(from, named, deployment).id];
  return Object.keys(recordedReferences(deployment)).sort();
}

async function engineReport(source: RecordedStage) {
  const at = new Date();
  const parts = await lookAtEngines(source, { registries: "none", areFilesRead: false });
  return stageReport({ stage: from, at, parts, rules: source.rules });
}
