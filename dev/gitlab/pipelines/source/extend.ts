import { ConfigError } from "./error.ts";
import { merge } from "./merge.ts";
import { type Hash, isHash, textOf } from "./yaml.ts";

const deepest = 10;

/** Merges each entry over those that it `extends`. @throws ConfigError */
export function extend(file: Hash): Hash {
  const entries = new Map(Object.entries(file));
  const made = new Map<string, unknown>();
  const wholeOf = (name: string, above: readonly string[]): unknown => {
    if (made.has(name)) return made.get(name);
    const entry = entries.get(name);
    if (!isHash(entry) || entry.extends === undefined || entry.extends === null) return entry;
    if (above.length > deepest) throw new ConfigError(`${name}: nesting too deep in \`extends\``);
    if (above.includes(name)) throw new ConfigError(`${name}: circular dependency detected in \`extends\``);
    const bases = [entry.extends].flat().map(textOf);
    const unknown = bases.filter((base) => !entries.has(base));
    if (unknown.length > 0) {
      throw new ConfigError(`${name}: unknown keys in \`extends\` (${unknown.join(", ")})`);
    }
    const invalid = bases.filter((base) => !isHash(entries.get(base)));
    if (invalid.length > 0) {
      throw new ConfigError(`${name}: invalid base hashes in \`extends\` (${invalid.join(", ")})`);
    }
    const base = bases.map((each) => wholeOf(each, [...above, name])).reduce(merge, {});
    const { extends: _, ...inherited } = base as Hash;
    const whole = merge(inherited, entry);
    made.set(name, whole);
    return whole;
  };
  const pairs = [...entries.keys()].map((name) => [name, wholeOf(name, [])] as const);
  return Object.fromEntries(pairs.map(([name, entry]) => [name, withoutExtends(entry)]));
}

function withoutExtends(entry: unknown): unknown {
  if (!isHash(entry) || !Object.hasOwn(entry, "extends")) return entry;
  const { extends: _, ...rest } = entry;
  return rest;
}
