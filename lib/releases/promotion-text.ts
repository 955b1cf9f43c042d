import { code, table } from "../markdown/index.ts";
import { type ImageSource, type Lock, type LockedPackage, lockedImage } from "./lock.ts";
import type { PromotedStack } from "./promotion.ts";

/** A promotion, as people are told of it. */
export interface Promotion {
  readonly from: string;
  readonly to: string;
  readonly stacks: readonly PromotedStack[];
  /** The lock that it changes. */
  readonly lock: Lock;
  /** Where images were built, by their digests. */
  readonly sources: ReadonlyMap<string, ImageSource>;
  /** Packages that change the lock, by name. */
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

/** A line for each image and each package that changes. */
export function promotionLines({ stacks, lock, packages }: Promotion): string[] {
  const images = stacks.flatMap(({ id, images }) =>
    images.map(({ written, to, digest }) => `${id}: ${to} ${was(lock, id, written)} → ${short(digest)}`),
  );
  return [...images, ...Object.entries(packages).map(([name, { version }]) => `package ${name} ${version}`)];
}

export function requestTitle({ from, to, stacks: [first, ...more] }: Promotion): string {
  const what = more.length > 0 ? `${more.length + 1} stacks` : (first?.id ?? "packages");
  return `Promote ${what} from ${from} to ${to}`;
}

/** Markdown of GitLab. */
export function requestDescription({ from, to, stacks, lock, sources, packages }: Promotion): string {
  const rows = stacks.flatMap(({ id, images }) =>
    images.map(({ written, to, digest }) => [
      code(id),
      code(to),
      `${code(was(lock, id, written))} → ${code(short(digest))}`,
      code(sources.get(digest)?.commit?.slice(0, 12) ?? "unknown"),
    ]),
  );
  const releases = Object.entries(packages).map(([name, { version }]) => [code(name), code(version)]);
  return [
    `Stage ${code(from)} runs these images and has these packages. The servers of ${code(to)} have them already, byte for byte.`,
    `After the merge, the next update of ${code(to)} runs the images.`,
    ...(rows.length > 0 ? ["", table(["Stack", "Image", "Digest", "Built from commit"], rows)] : []),
    ...(releases.length > 0 ? ["", table(["Package", "Version"], releases)] : []),
  ].join("\n");
}

function was(lock: Lock, stack: string, written: string): string {
  return short(lockedImage(lock, stack, written)?.digest);
}

function short(digest: string | undefined): string {
  return digest?.slice("sha256:".length, "sha256:".length + 12) ?? "new";
}
