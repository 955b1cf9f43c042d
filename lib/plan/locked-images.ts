import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ImagePlan } from "../compose/index.ts";
import { familiarName } from "../docker/image-names.ts";
import type { ListedImage } from "../docker/images.ts";
import type { Observation } from "../docker/observation.ts";
import { collectProblems } from "../problems/collect.ts";
import type { Problem } from "../problems/index.ts";
import { ownEntry } from "../problems/own-entry.ts";
import {
  emptyLock,
  type Holds,
  type Lock,
  lockedImage,
  lockFile,
  parseLock,
  pinned,
  runningReference,
} from "../releases/index.ts";
import type { Settings } from "../settings/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** The stage's lock. Undefined for a stage that follows tags. A faulty lock is added to `problems`. */
export function readLock({ stage, locked }: Settings, root: string, problems: Problem[]): Lock | undefined {
  if (!locked) return undefined;
  const file = join(root, lockFile(stage));
  const read = () => parseLock(stage, existsSync(file) ? readFileSync(file, "utf8") : undefined);
  return collectProblems(problems, read) ?? emptyLock;
}

/** What decides on the images of a stack: its hold, or the stage's lock. */
export function lockFor(id: string, lock: Lock | undefined, holds: Holds): Lock | undefined {
  const hold = ownEntry(holds, id);
  return hold ? { stacks: { [id]: hold } } : lock;
}

/**
 * A stack whose images are those of the lock. An image that the lock does not name is pulled by its tag once, and not again
 * when the tag moves.
 */
export function withLock<Stack extends PlacedStack>(stack: Stack, lock: Lock | undefined): Stack {
  if (!lock) return stack;
  const images = stack.plan.images.map((image): ImagePlan => {
    if (image.build || image.pull === "never") return image;
    const found = lockedImage(lock, stack.id, image.reference);
    if (!found) return { ...image, isLocked: true };
    const tagged = runningReference(image.reference, found);
    return {
      ...image,
      isLocked: true,
      written: image.reference,
      tagged,
      reference: pinned(tagged, found.digest),
    };
  });
  return { ...stack, plan: { ...stack.plan, images } };
}

/**
 * A stack that keeps tags where its containers were created by them and the tag is still the locked image on their engine.
 * So a lock for what runs replaces nothing.
 * @param images those of the engine
 */
export function withTagsInUse<Stack extends PlacedStack>(
  stack: Stack,
  observed: Observation,
  images: readonly ListedImage[],
): Stack {
  const { plan } = stack;
  const isTagInUse = ({ key, reference, tagged }: ImagePlan) => {
    if (tagged === undefined) return false;
    const own = images.find(({ RepoDigests }) => RepoDigests?.includes(familiarName(reference)));
    if (!own?.RepoTags?.includes(familiarName(tagged))) return false;
    return plan.containers.some((each) => {
      const found = each.image === key ? observed.containers.get(each.fields.name)?.inspected : undefined;
      return found?.Image === own.Id && found.Config.Image === tagged;
    });
  };
  const kept = plan.images.map((image) =>
    isTagInUse(image) ? { ...image, reference: image.tagged ?? image.reference } : image,
  );
  return { ...stack, plan: { ...plan, images: kept } };
}
