import { imageLabels } from "../../lib/docker/image-labels.ts";
import { registryOf, repositoryIn, tagOf } from "../../lib/docker/image-names.ts";
import { connectRegistry, RegistryError } from "../../lib/docker/registry-client.ts";
import { copyImage, type RegistryPlace } from "../../lib/docker/registry-copy.ts";
import { type Problem, ProblemError, refuse } from "../../lib/problems/index.ts";
import {
  type ImageSource,
  type Lock,
  lockedImage,
  type PromotedImage,
  type PromotedStack,
  sourceOf,
} from "../../lib/releases/index.ts";
import type { RegistryAccess } from "../outdated/access.ts";

/** What a copy has to know of both stages. */
export interface CopyGround {
  /** Names of the stages. */
  readonly stages: { readonly from: string; readonly to: string };
  readonly accessFrom: (registry: string) => RegistryAccess;
  readonly accessTo: (registry: string) => RegistryAccess;
  /** The lock of the stage that gets the images. */
  readonly lock: Lock;
  /** What runs the images of a stack, such as `release 7 of dev`. */
  readonly runs: (stack: string) => string;
}

interface Copy {
  readonly stack: string;
  readonly image: PromotedImage;
  readonly from: RegistryPlace;
  readonly to: RegistryPlace;
}

/**
 * Copies images from the registries of one stage to those of another. It looks at all of them first, so that what can be known
 * to fail fails before anything is copied.
 * @returns where each image was built, by its digest, as far as its labels say
 * @throws ProblemError with each image that is missing or in the way, or with the first that cannot be copied
 */
export async function copyImages(
  stacks: readonly PromotedStack[],
  ground: CopyGround,
): Promise<ReadonlyMap<string, ImageSource>> {
  const [from, to] = [placesWith(ground.accessFrom), placesWith(ground.accessTo)];
  const copies = stacks.flatMap(({ id: stack, images }) =>
    images.map((image): Copy => ({ stack, image, from: from(image.from), to: to(image.to) })),
  );
  refuse((await Promise.all(copies.map((each) => problemsOf(each, ground)))).flat());
  const sources = new Map<string, ImageSource>();
  for (const each of copies) {
    const source = await copied(each, ground);
    if (source) sources.set(each.image.digest, source);
  }
  return sources;
}

/** Places in registries, each of which is connected once: it keeps the token that it gave. */
function placesWith(accessTo: CopyGround["accessFrom"]): (reference: string) => RegistryPlace {
  const known = new Map<string, RegistryPlace["client"]>();
  return (reference) => {
    const address = registryOf(reference);
    const client = known.get(address) ?? connectRegistry({ address, ...accessTo(address) });
    known.set(address, client);
    return { client, repository: repositoryIn(reference) };
  };
}

/** Why an image cannot be copied, as far as its registries say so by themselves. */
async function problemsOf(copy: Copy, { stages, lock, runs }: CopyGround): Promise<Problem[]> {
  const { stack, image, from, to } = copy;
  try {
    const [found, taken] = await Promise.all([
      from.client.digest(from.repository, image.digest),
      isInPlace(copy) ? undefined : to.client.digest(to.repository, tagOf(image.to)),
    ]);
    if (found === undefined) return [gone(copy, runs(stack), stages.from)];
    const own = [image.digest, lockedImage(lock, stack, image.written)?.digest, undefined];
    return own.includes(taken) ? [] : [occupied(image, stages, taken)];
  } catch (error) {
    return [registryProblem(copy, error, stages.to)];
  }
}

async function copied(copy: Copy, { stages }: CopyGround): Promise<ImageSource | undefined> {
  const { image, from, to } = copy;
  try {
    if (!isInPlace(copy)) {
      await copyImage(from, image.digest, to, tagOf(image.to));
      console.log(`${image.to} is ${image.from} of ${stages.from}.`);
    }
    return sourceOf(await imageLabels(from, image.digest));
  } catch (error) {
    throw new ProblemError([registryProblem(copy, error, stages.to)]);
  }
}

/** True if both stages name the image alike. */
function isInPlace({ image }: Copy): boolean {
  return image.from === image.to;
}

function gone({ stack, image }: Copy, runs: string, from: string): Problem {
  return {
    path: `stacks/${stack}`,
    expected: `${image.digest} in the registry of ${image.from}`,
    found: `no such image there, though ${runs} has it`,
    remedy: `to keep it, push it again from its host ("docker push ${image.from}"); else bring a newer one up in ${from}`,
  };
}

function occupied(image: PromotedImage, stages: CopyGround["stages"], taken = ""): Problem {
  return {
    path: image.to,
    expected: `a tag that is free, or that the lock of ${stages.to} names`,
    found: `another image, ${taken}`,
    remedy: `if another promotion is under way, wait until it is merged; else give the image of ${stages.from} a newer tag`,
  };
}

/** @throws the error if it is not a registry's */
function registryProblem({ image }: Copy, error: unknown, to: string): Problem {
  if (!(error instanceof RegistryError)) throw error;
  return {
    path: image.to,
    expected: `both registries to take part in a copy of ${image.from}`,
    found: `"${error.message}"`,
    remedy: `nothing of stage ${to} was changed: repeat make promote once they answer`,
  };
}
