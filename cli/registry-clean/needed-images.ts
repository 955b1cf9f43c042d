import { existsSync, readdirSync, readFileSync } from "node:fs";
import { connect } from "../../lib/docker/client.ts";
import { imagesInUse } from "../../lib/docker/images-in-use.ts";
import { type Problem, ProblemError, problemLine, refuse } from "../../lib/problems/index.ts";
import {
  historyOf,
  type LockedImage,
  type LockedStack,
  lockFile,
  runningOf,
  runningReference,
} from "../../lib/releases/index.ts";
import type { NeededImage } from "../../lib/retention/index.ts";
import { draftOf, parseSettings } from "../../lib/review/index.ts";
import { settingsFile, stagesAmong } from "../../lib/settings/settings-source.ts";
import { type Deployment, exportState } from "../../lib/state/index.ts";
import { readStageLock } from "../stage/lock.ts";
import { notUpProblem } from "../stage/not-up.ts";
import { CommandError, pulumiCliOf } from "../stage/pulumi.ts";
import { connectionTo, recordedHostProblem } from "../stage/unreachable-recorded-hosts.ts";
import { groupByAddress, type RecordedStage } from "../status/look.ts";

/**
 * What anything needs that this machine knows of: the locks and the files of all stages in the checkout, their states with all
 * releases that are kept, and the containers of this stage.
 * @throws ProblemError if one of these cannot be read: what it needs would be deleted
 * @throws CommandError
 */
export async function neededImages(recorded: RecordedStage): Promise<NeededImage[]> {
  const stages = stagesAmong(readdirSync("."));
  const drafts = stages.map(draftOfStage);
  refuse(drafts.flatMap(({ problems }) => problems));
  const states = stages.map((stage) => (stage === recorded.stage ? recorded.deployment : stateOf(stage)));
  const [containers, deployments] = await Promise.all([inContainers(recorded), Promise.all(states)]);
  return [
    ...drafts.flatMap(({ images }) => images.map((reference) => ({ reference }))),
    ...lockedStages().flatMap((stage) => Object.values(readStageLock(stage).stacks).flatMap(imagesOf)),
    ...deployments.flatMap((each) => (each ? recordedImages(each) : [])),
    ...containers,
  ];
}

/** The images that settings and stacks name, from files alone. */
function draftOfStage(stage: string): { images: readonly string[]; problems: readonly Problem[] } {
  const [settings, problem] = parseSettings(stage, readFileSync(settingsFile(stage), "utf8"));
  if (problem) return { images: [], problems: [problem] };
  const { images, problems } = draftOf(stage, settings.config ?? {}, process.cwd());
  return { images: [...images], problems };
}

/** The stages of which the checkout has a lock, also those without settings. */
function lockedStages(): string[] {
  const files = existsSync("locks") ? readdirSync("locks") : [];
  return files.flatMap((file) => {
    const stage = file.replace(/\.yaml$/, "");
    return lockFile(stage) === `locks/${file}` ? [stage] : [];
  });
}

/** What runs by a state, what each kept release ran, and what is held. */
function recordedImages(deployment: Deployment): NeededImage[] {
  const { releases, holds } = historyOf(deployment);
  const stacks: LockedStack[] = [
    ...Object.values(runningOf(deployment)),
    ...releases.flatMap((release) => Object.values(release.stacks)),
    ...Object.values(holds),
  ];
  return stacks.flatMap(imagesOf);
}

function imagesOf({ images }: LockedStack): NeededImage[] {
  return Object.entries(images).map(([reference, image]: [string, LockedImage]) => ({
    reference: runningReference(reference, image),
    digest: image.digest,
  }));
}

/** The state of another stage. Undefined if there is none in this backend. */
async function stateOf(stage: string): Promise<Deployment | undefined> {
  try {
    return (await exportState(pulumiCliOf(stage))).deployment;
  } catch (error) {
    if (error instanceof CommandError && error.message === problemLine(notUpProblem(stage))) return undefined;
    throw error;
  }
}

/** The images of all containers on the stage's hosts. */
async function inContainers({ hosts, settings }: RecordedStage): Promise<NeededImage[]> {
  const asked = groupByAddress(hosts).map(async ([host]) => {
    try {
      return await imagesInUse(connect(...connectionTo(host, settings)));
    } catch (error) {
      throw new ProblemError([recordedHostProblem(host, error, settings)]);
    }
  });
  const found = (await Promise.all(asked)).flat();
  return found.flatMap(({ reference, digests }) => [
    { reference },
    ...digests.map((digest) => ({ reference, digest })),
  ]);
}
