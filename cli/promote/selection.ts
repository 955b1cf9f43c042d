import type { Problem } from "../../lib/problems/index.ts";
import { ownEntry } from "../../lib/problems/own-entry.ts";
import {
  type Holds,
  type PromotedStack,
  type PromotionSource,
  type PromotionTarget,
  promotedStack,
} from "../../lib/releases/index.ts";

/** What people ask for. */
export interface Choice {
  /** The stacks that come into question. */
  readonly ids: readonly string[];
  /** True if people named the one stack themselves. */
  readonly isNamed: boolean;
  /** True if a hold does not count. */
  readonly isLifting: boolean;
}

/** What a promotion takes. */
export interface Selection {
  /** The stacks that change the lock. */
  readonly taken: readonly PromotedStack[];
  /** The held stacks, which are left alone. */
  readonly left: readonly string[];
  readonly problems: readonly Problem[];
}

/** The stacks that a promotion takes, and why it does not take others. */
export function selectStacks(
  source: PromotionSource,
  target: PromotionTarget & { readonly holds: Holds },
  { ids, isNamed, isLifting }: Choice,
): Selection {
  const problems: Problem[] = [];
  const isHeld = (id: string) => ownEntry(target.holds, id) !== undefined;
  const left = ids.filter((id) => isHeld(id) && !isLifting);
  const taken = ids
    .filter((id) => !left.includes(id))
    .flatMap((id) => {
      const known = problems.length;
      const stack = promotedStack(id, source, target, problems);
      if (!stack && isNamed && problems.length === known) problems.push(nothingIn(id, source.stage));
      if (stack?.images.length === 0 && isHeld(id)) problems.push(notNewer(id, source.stage, target.stage));
      return stack && stack.images.length > 0 ? [stack] : [];
    });
  return { taken, left, problems };
}

/** A line for a held stack that is left alone. */
export function leftLine(id: string, holds: Holds, from: string, to: string): string {
  const { release, by } = holds[id] ?? {};
  return `${id} is held at release ${release} of ${to} (by ${by}): it is left alone. To promote it on purpose: make promote FROM=${from} TO=${to} STACK=${id} LIFT=1`;
}

function nothingIn(id: string, from: string): Problem {
  return {
    path: `stacks/${id}`,
    expected: "an image of a registry, which another stage can get",
    found: `none: ${from} builds its images, or has them without a registry`,
    remedy: "push them to the registry of the stage, and name them in the compose file",
  };
}

function notNewer(id: string, from: string, to: string): Problem {
  return {
    path: `stacks/${id}`,
    expected: `images in ${from} that are newer than those that ${id} was rolled back from`,
    found: "the same",
    remedy: `bring newer ones up in ${from}, or lift the hold: make release-hold STAGE=${to} STACK=${id} OFF=1`,
  };
}
