import { canonicalText } from "../compose/hash/content-hash.ts";
import { tagOf } from "../docker/image-names.ts";
import type { Problem } from "../problems/index.ts";
import { ownEntry } from "../problems/own-entry.ts";
import {
  type ImageSource,
  type Lock,
  type LockedImage,
  type LockedPackage,
  lockedImage,
  runningReference,
  withImages,
} from "./lock.ts";
import { withTag } from "./references.ts";
import type { Running } from "./running.ts";

/** References of images that are pulled, as compose files have them, by stack and service. */
export type StackReferences = Readonly<Record<string, Readonly<Record<string, string>>>>;

type Packages = Readonly<Record<string, LockedPackage>>;

/** The stage whose images are taken. */
export interface PromotionSource {
  readonly stage: string;
  readonly running: Running;
  readonly references: StackReferences;
}

/** The stage that gets them. */
export interface PromotionTarget {
  readonly stage: string;
  readonly lock: Lock;
  readonly references: StackReferences;
}

/** An image that goes from one stage to another. */
export interface PromotedImage {
  /** The reference in the compose file of the stage that gets it. */
  readonly written: string;
  /** The reference that the other stage runs, by its tag. */
  readonly from: string;
  /** The reference that this one is to run, by its tag. */
  readonly to: string;
  readonly digest: string;
}

/** The images of a stack that differ from the lock of the stage that gets them. */
export interface PromotedStack {
  readonly id: string;
  readonly images: readonly PromotedImage[];
}

/**
 * What a stack takes from another stage, service by service. Images that are built, or that no registry has, stay out.
 * @param problems gets a line if the stage lacks the stack, or if one image of its file would be two
 * @returns undefined if the other stage runs no image of a registry in it
 */
export function promotedStack(
  id: string,
  source: PromotionSource,
  target: PromotionTarget,
  problems: Problem[],
): PromotedStack | undefined {
  const taken = Object.entries(ownEntry(source.references, id) ?? {}).flatMap(([service, written]) => {
    const image = ownEntry(ownEntry(source.running, id)?.images, written);
    return image ? [{ service, from: runningReference(written, image), digest: image.digest }] : [];
  });
  if (taken.length === 0) return undefined;
  const own = ownEntry(target.references, id);
  if (!own) {
    problems.push({
      path: `stacks/${id}`,
      expected: `a stack of stage ${target.stage}, to take what ${source.stage} runs`,
      found: "none",
      remedy: "add its folder to this checkout first; nothing was changed",
    });
    return undefined;
  }
  const images = new Map<string, PromotedImage>();
  for (const { service, from, digest } of taken) {
    const written = ownEntry(own, service);
    if (written === undefined) continue;
    const to = withTag(written, promotedTag(tagOf(from), source.stage, target.stage));
    const other = images.get(written);
    if (other && (other.digest !== digest || other.to !== to))
      problems.push(twice(id, written, source.stage));
    images.set(written, { written, from, to, digest });
  }
  return { id, images: [...images.values()].filter((each) => !isLockedAs(target.lock, id, each)) };
}

/** A tag with the name of another stage: `dev.0.0.2` becomes `prod.0.0.2`. A tag without the stage's name stays. */
export function promotedTag(tag: string, from: string, to: string): string {
  const name = from.replace(/\W/g, "\\$&");
  return tag.replace(new RegExp(`(?<![^._-])${name}(?![^._-])`), () => to);
}

/**
 * The lock with the images of a promoted stack.
 * @param sources where images were built, by their digests
 * @param lifts when the hold began that the promotion lifts. Default: it lifts none
 */
export function withPromotion(
  lock: Lock,
  { id, images }: PromotedStack,
  sources: ReadonlyMap<string, ImageSource>,
  lifts?: string,
): Lock {
  const entries = images.map((image): [string, LockedImage] => {
    const source = sources.get(image.digest);
    return [image.written, { ...promotedEntry(image), ...(source && { source }) }];
  });
  const { stacks } = withImages(lock, id, Object.fromEntries(entries));
  const own = ownEntry(stacks, id);
  return { ...lock, stacks: { ...stacks, ...(own && lifts !== undefined && { [id]: { ...own, lifts } }) } };
}

/** The packages that the lock does not have so. */
export function changedPackages(lock: Lock, packages: Packages): Packages {
  const changed = Object.entries(packages).filter(
    ([name, each]) => canonicalText(ownEntry(lock.packages, name) ?? null) !== canonicalText(each),
  );
  return Object.fromEntries(changed);
}

/** The lock with these versions of packages. */
export function withPackages(lock: Lock, packages: Packages): Lock {
  if (Object.keys(packages).length === 0) return lock;
  return { ...lock, packages: { ...lock.packages, ...packages } };
}

function promotedEntry({ written, to, digest }: PromotedImage): LockedImage {
  return { digest, ...(to !== withTag(written, tagOf(written)) && { tag: tagOf(to) }) };
}

function isLockedAs(lock: Lock, id: string, image: PromotedImage): boolean {
  const known = lockedImage(lock, id, image.written);
  const entry = promotedEntry(image);
  return known?.digest === entry.digest && known.tag === entry.tag;
}

function twice(id: string, written: string, from: string): Problem {
  return {
    path: `stacks/${id}`,
    expected: `one image for ${written}`,
    found: `services that run different ones in ${from}`,
    remedy: `let them run the same in ${from}, or give them different tags`,
  };
}
