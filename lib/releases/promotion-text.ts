import { code, table } from "../markdown/index.ts";
import { type ImageSource, type Lock, lockedImage } from "./lock.ts";
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
}

/** A line for each image that changes. */
export function promotionLines({ stacks, lock }: Promotion): string[] {
  return stacks.flatMap(({ id, images }) =>
    images.map(({ written, to, digest }) => `${id}: ${to} ${was(lock, id, written)} → ${short(digest)}`),
  );
}

export function requestTitle({ from, to, stacks: [first, ...more] }: Promotion): string {
  const what = more.length === 0 ? first?.id : `${more.length + 1} stacks`;
  return `Promote ${what} from ${from} to ${to}`;
}

/** Markdown of GitLab. */
export function requestDescription({ from, to, stacks, lock, sources }: Promotion): string {
  const rows = stacks.flatMap(({ id, images }) =>
    images.map(({ written, to, digest }) => [
      code(id),
      code(to),
      `${code(was(lock, id, written))} → ${code(short(digest))}`,
      code(sources.get(digest)?.commit?.slice(0, 12) ?? "unknown"),
    ]),
  );
  const titles = ["Stack", "Image", "Digest", "Built from commit"];
  return [
    `These images run in stage ${code(from)}. They are in the registry of ${code(to)} already, byte for byte.`,
    `After the merge, the next update of ${code(to)} runs them.`,
    "",
    table(titles, rows),
  ].join("\n");
}

function was(lock: Lock, stack: string, written: string): string {
  return short(lockedImage(lock, stack, written)?.digest);
}

function short(digest: string | undefined): string {
  return digest?.slice("sha256:".length, "sha256:".length + 12) ?? "new";
}
