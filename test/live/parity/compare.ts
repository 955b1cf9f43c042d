import type { Json } from "./normalise.ts";

/** A value that is not the same on both sides; `absent` where a side has none. */
export interface Difference {
  /** `container <name>`, `network <name>`, `volume <name>`. */
  readonly object: string;
  /** Keys and indices, with dots between. */
  readonly path: string;
  /** What docker compose made, as JSON. */
  readonly compose: string;
  /** What smallboat made, as JSON. */
  readonly smallboat: string;
}

/** Differences that are as they should be. `*` stands for any text, in all of the first four. */
export interface Listed extends Difference {
  readonly reason: string;
}

/** Every difference between two sets of objects, as small as it can be named. */
export function differences(
  compose: Readonly<Record<string, Json>>,
  smallboat: Readonly<Record<string, Json>>,
): Difference[] {
  const objects = [...new Set([...Object.keys(compose), ...Object.keys(smallboat)])].sort();
  return objects.flatMap((object) => within(object, [], compose[object], smallboat[object]));
}

function within(
  object: string,
  path: readonly string[],
  compose: Json | undefined,
  smallboat: Json | undefined,
): Difference[] {
  if (JSON.stringify(compose) === JSON.stringify(smallboat)) return [];
  const [ours, theirs] = [partsOf(smallboat), partsOf(compose)];
  if (
    !ours ||
    !theirs ||
    Array.isArray(smallboat) !== Array.isArray(compose) ||
    lengthsDiffer(compose, smallboat)
  ) {
    return [{ object, path: path.join("."), compose: text(compose), smallboat: text(smallboat) }];
  }
  const keys = [...new Set([...Object.keys(theirs), ...Object.keys(ours)])].sort();
  return keys.flatMap((key) => within(object, [...path, key], theirs[key], ours[key]));
}

/** The values of a map or list, by key or index. */
function partsOf(value: Json | undefined): Readonly<Record<string, Json>> | undefined {
  return typeof value === "object" && value !== null ? (value as Record<string, Json>) : undefined;
}

/** Items of lists are compared one by one where both have as many. */
function lengthsDiffer(a: Json | undefined, b: Json | undefined): boolean {
  return Array.isArray(a) && Array.isArray(b) && a.length !== b.length;
}

function text(value: Json | undefined): string {
  return value === undefined ? "absent" : JSON.stringify(value);
}

/** What is not on the list, and what of the list does not occur. */
export function judged(
  found: readonly Difference[],
  list: readonly Listed[],
): { unlisted: Difference[]; unseen: Listed[] } {
  return {
    unlisted: found.filter((each) => !list.some((listed) => matches(listed, each))),
    unseen: list.filter((listed) => !found.some((each) => matches(listed, each))),
  };
}

function matches(listed: Listed, found: Difference): boolean {
  const keys = ["object", "path", "compose", "smallboat"] as const;
  return keys.every((key) => pattern(listed[key]).test(found[key]));
}

function pattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[\\^$+?.()|[\]{}]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}
