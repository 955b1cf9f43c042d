import type { PlacedStack } from "./stacks.ts";

/** A text for each stack that lists compose keys with little or no effect on a single engine. */
export function stackNotes(stacks: readonly Pick<PlacedStack, "label" | "plan">[]): string[] {
  return stacks.flatMap(({ label, plan: { notes } }) =>
    notes.length === 0 ? [] : [[`${label}: keys with little or no effect`, ...notes].join("\n  ")],
  );
}
