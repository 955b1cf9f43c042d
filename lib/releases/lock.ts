import { ownEntry } from "../problems/own-entry.ts";
import { withTag } from "./references.ts";
import type { Running } from "./running.ts";

/** What a locked stage runs. `locks/<stage>.yaml` holds it. */
export interface Lock {
  /** By `<host>/<stack>`; the stage's own servers by their names, such as `registry`. */
  readonly stacks: Readonly<Record<string, LockEntry>>;
  /** Versions of packages that a promotion has brought to the stage's PyPI server, by name. Default: none. */
  readonly packages?: Readonly<Record<string, LockedPackage>>;
}

export interface LockedPackage {
  readonly version: string;
  /** The sha256 of each file, in hexadecimal, by its name. */
  readonly files: Readonly<Record<string, string>>;
}

export interface LockEntry extends LockedStack {
  /** When the hold began that this entry lifts, in ISO 8601: it is newer than what the stack was rolled back from. */
  readonly lifts?: string;
}

export interface LockedStack {
  /** Hash of what the stack's files say, as far as they decide what runs. */
  readonly files: string;
  /** By the reference in the compose file. Images that are built, or that no registry has, are not among them. */
  readonly images: Readonly<Record<string, LockedImage>>;
}

export interface LockedImage {
  /** `sha256:…` */
  readonly digest: string;
  /** The tag that runs in place of the one in the compose file. Default: that one. */
  readonly tag?: string;
  /** Where the image was built, as its labels say. Default: not known. */
  readonly source?: ImageSource;
}

export interface ImageSource {
  /** URL of the project. */
  readonly project?: string;
  readonly commit?: string;
  /** URL of the pipeline. */
  readonly pipeline?: string;
}

export const emptyLock: Lock = { stacks: {} };

/** The place of a stage's lock in the repository. */
export function lockFile(stage: string): string {
  return `locks/${stage}.yaml`;
}

/** The image that a lock names for a reference of a stack's compose file. */
export function lockedImage(lock: Lock, stack: string, reference: string): LockedImage | undefined {
  return ownEntry(ownEntry(lock.stacks, stack)?.images, reference);
}

/** The reference that runs: with the tag that the lock names. */
export function runningReference(reference: string, { tag }: LockedImage): string {
  return tag === undefined ? reference : withTag(reference, tag);
}

/**
 * Brings a lock up to what runs. It adds the images that the lock does not name yet, and removes those that no longer run. An
 * image that the lock names stays as it is: the lock is what people want, also if a run has not got there.
 * @param held stacks that do not run what people want for now. Default: none
 */
export function completed(lock: Lock, running: Running, held: readonly string[] = []): Lock {
  const stacks = Object.entries(running).flatMap(([id, { files, images }]): [string, LockEntry][] => {
    const own = ownEntry(lock.stacks, id);
    if (held.includes(id)) return own ? [[id, own]] : [];
    const known = Object.entries(images).map(([reference, image]) => [
      reference,
      lockedImage(lock, id, reference) ?? image,
    ]);
    const lifts = own?.lifts;
    return [[id, { files, images: Object.fromEntries(known), ...(lifts !== undefined && { lifts }) }]];
  });
  return { ...lock, stacks: Object.fromEntries(stacks) };
}

/** As `completed`, for a run that changed one stack: it says nothing of what others are to run. */
export function completedStack(lock: Lock, running: Running, id: string): Lock {
  const all = completed(lock, running).stacks;
  const own = ownEntry(all, id);
  return own ? { ...lock, stacks: { ...lock.stacks, [id]: own } } : lock;
}

/** The lock with other images of one stack. */
export function withImages(lock: Lock, stack: string, images: Readonly<Record<string, LockedImage>>): Lock {
  const known = ownEntry(lock.stacks, stack) ?? { files: "", images: {} };
  return {
    ...lock,
    stacks: { ...lock.stacks, [stack]: { ...known, images: { ...known.images, ...images } } },
  };
}
