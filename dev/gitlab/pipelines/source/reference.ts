import { ConfigError } from "./error.ts";
import { type Hash, isHash, Reference } from "./yaml.ts";

const deepest = 10;

/** Replaces each `!reference` by the part that it names. @throws ConfigError */
export function resolveReferences(file: Hash): Hash {
  const within = (value: unknown, open: readonly Reference[]): unknown => {
    if (value instanceof Reference) return named(value, open);
    if (Array.isArray(value)) return value.map((each) => within(each, open));
    if (!isHash(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, within(each, open)]));
  };
  const named = (reference: Reference, open: readonly Reference[]): unknown => {
    const shown = `!reference ${JSON.stringify(reference.path).replaceAll(",", ", ")}`;
    if (!reference.path.every((key) => typeof key === "string") || reference.path.length === 0) {
      throw new ConfigError(`${shown} is not valid`);
    }
    if (open.includes(reference)) throw new ConfigError(`${shown} is part of a circular chain`);
    if (open.length >= deepest) throw new ConfigError(`${shown} nesting too deep`);
    let found: unknown = file;
    for (const key of reference.path as string[]) {
      found = isHash(found) && Object.hasOwn(found, key) ? found[key] : undefined;
    }
    if (found === undefined || found === null) throw new ConfigError(`${shown} could not be found`);
    return within(found, [...open, reference]);
  };
  return within(file, []) as Hash;
}
