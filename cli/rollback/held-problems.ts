import type { Problem } from "../../lib/problems/index.ts";
import { ownEntry } from "../../lib/problems/own-entry.ts";
import type { History } from "../../lib/releases/index.ts";

/** The problem of a command that would change a held stack. */
export function heldProblems(stage: string, stack: string, { holds }: History): Problem[] {
  const hold = ownEntry(holds, stack);
  if (!hold) return [];
  return [
    {
      path: `stacks/${stack}`,
      expected: "a stack that is not held",
      found: `a hold at release ${hold.release} (by ${hold.by})`,
      remedy: `lift it first: make release-hold STAGE=${stage} STACK=${stack} OFF=1`,
    },
  ];
}
