import { isHash } from "./yaml.ts";

/** Hashes are merged. Of other values, the later one counts. */
export function merge(before: unknown, after: unknown): unknown {
  if (!isHash(before) || !isHash(after)) return after;
  const pairs = new Map<string, unknown>(Object.entries(before));
  for (const [key, value] of Object.entries(after)) {
    pairs.set(key, pairs.has(key) ? merge(pairs.get(key), value) : value);
  }
  return Object.fromEntries(pairs);
}
