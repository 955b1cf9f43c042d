import type { PlacedStack } from "./stacks.ts";

/** Keys of compose files that are taken and mean little or nothing on a single engine: a text for each stack. */
export function stackNotes(stacks: readonly Pick<PlacedStack, "label" | "plan">[]): string[] {
  return stacks.flatMap(({ label, plan: { notes } }) =>
    notes.length === 0 ? [] : [[`${label}: to know of its keys`, ...notes].join("\n  ")],
  );
}
