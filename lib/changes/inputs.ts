import { holdsSecret, isUnknown, withoutBridgeDefaults } from "../state/index.ts";
import { differingEntries, type EntryChange } from "./sources.ts";
import type { StepItem } from "./step-tree.ts";

/** A resource before and after, with the property paths in which its provider sees a difference. */
type Differing = Pick<StepItem, "before" | "after" | "differing">;

/**
 * The inputs in which a resource differs, without those that Pulumi adds. A preview hides secrets, so for these the
 * provider's own list of differences counts.
 */
export function differingInputs({ before, after, differing }: Differing): EntryChange<unknown>[] {
  const was = withoutBridgeDefaults(before?.inputs ?? {});
  const is = withoutBridgeDefaults(after?.inputs ?? {});
  const seen = differingEntries(was, is);
  const hidden = [...new Set(differing.map((path) => path.replace(/[.[].*/s, "")))]
    .filter((name) => holdsSecret(is[name]) && seen.every((entry) => entry.name !== name))
    .map((name) => ({ name, before: was[name], after: is[name] }));
  return [...seen, ...hidden].filter(({ name }) => !name.startsWith("__"));
}

/** The items of a list among the inputs, by a key. Secret and unknown items are left out. */
export function inputItems<Of extends object>(
  list: unknown,
  keyOf: (item: Of) => string | undefined,
): Readonly<Record<string, Of>> {
  const items: Of[] = Array.isArray(list) ? list : [];
  const known = items.filter((item) => typeof item === "object" && item !== null && !holdsSecret(item));
  return Object.fromEntries(
    known.flatMap((item) => {
      const key = keyOf(item);
      return key === undefined || isUnknown(key) ? [] : [[key, item]];
    }),
  );
}

/** Such as `a, b and 3 more`. */
export function listed(names: readonly string[], most = 3): string {
  if (names.length <= most + 1) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${names.length - most} more`;
}

export function changeWord(before: unknown, after: unknown): "added" | "removed" | "changed" {
  return before === undefined ? "added" : after === undefined ? "removed" : "changed";
}

/** Such as `networks: back added, front removed`. */
export function entriesText(key: string, entries: readonly EntryChange<unknown>[]): string {
  const texts = entries.map(({ name, before, after }) => `${name} ${changeWord(before, after)}`);
  return `${key}: ${listed(texts)}`;
}
