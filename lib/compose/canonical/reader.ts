import type { Problem } from "../../problems/index.ts";
import { nearest } from "../../problems/nearest.ts";
import { ownEntry } from "../../problems/own-entry.ts";
import { describe, type Node, position, type SourcePosition, sameContent } from "../tree/node.ts";

/** The shared state while a tree is read: collected problems, and source positions of the model's objects. */
export class Reading {
  readonly problems: Problem[] = [];
  /** Source positions of the model's objects. */
  readonly places = new WeakMap<object, SourcePosition>();
  /** The project's variables. */
  readonly values: Readonly<Record<string, string>>;
  /** The folder in which relative paths must stay. Undefined: no limit. */
  readonly repository: string | undefined;

  constructor(values: Readonly<Record<string, string>>, repository?: string) {
    this.values = values;
    this.repository = repository;
  }

  wrong(node: Node, path: string, expected: string, remedy = `write ${expected}`): undefined {
    this.report(node.at, `${path} as ${expected}`, describe(node), remedy);
  }

  report(at: SourcePosition, expected: string, found: string, remedy: string): void {
    this.problems.push({ path: position(at), expected, found, remedy });
  }
}

/**
 * Checks a value and returns its canonical form. Undefined leaves it out of the model, as compose leaves out empty
 * values. `path` is its dotted name, such as `services.web.ports`.
 */
export type Reader<T> = (node: Node, reading: Reading, path: string) => T | undefined;

/** A reader for each key of a map. */
export type Keys<T> = {
  readonly [K in keyof T]-?: Reader<NonNullable<T[K]> | (null extends T[K] ? null : never)>;
};

/** A map with these keys only. Extensions (`x-...`) are allowed, and compose leaves them out. */
export function object<T extends object>(
  keys: Keys<T>,
  required: readonly (keyof T & string)[] = [],
): Reader<T> {
  const known = Object.keys(keys);
  return (node, reading, path) => {
    if (node.kind !== "map") return reading.wrong(node, path, "a map", `write the keys of ${path} below it`);
    const result: Record<string, unknown> = {};
    for (const [key, { at, value }] of node.entries) {
      const reader = ownEntry(keys as Readonly<Record<string, Reader<unknown>>>, key);
      if (reader) {
        const read = reader(value, reading, `${path}.${key}`.replace(/^\./, ""));
        if (read !== undefined) result[key] = read;
      } else if (!key.startsWith("x-")) reading.report(at, ...unknownKey(key, path, known));
    }
    for (const key of required) {
      if (!node.entries.has(key)) reading.report(node.at, `${path}.${key}`, "none", `write ${key}:`);
    }
    reading.places.set(result, node.at);
    return result as T;
  };
}

/** A map whose names people choose. */
export function record<T>(reader: Reader<T>): Reader<Record<string, T>> {
  return (node, reading, path) => {
    if (node.kind !== "map") return reading.wrong(node, path, "a map", `write name: value below ${path}`);
    const result = [...node.entries].flatMap(([key, { value }]): [string, T][] => {
      const read = reader(value, reading, `${path}.${key}`);
      return read === undefined ? [] : [[key, read]];
    });
    return result.length > 0 ? Object.fromEntries(result) : undefined;
  };
}

export function list<T>(reader: Reader<T>): Reader<T[]> {
  return (node, reading, path) => {
    if (node.kind !== "list") return reading.wrong(node, path, "a list", "write a line `- value` for each");
    const items = node.items
      .map((item, index) => reader(item, reading, `${path}[${index}]`))
      .filter((item) => item !== undefined);
    return items.length > 0 ? items : undefined;
  };
}

/** Refuses a list with repeated items. */
export function distinct<T>(reader: Reader<T>): Reader<T> {
  return (node, reading, path) => {
    const items = node.kind === "list" ? node.items : [];
    const again = items.find((item, index) => items.slice(0, index).some((each) => sameItem(each, item)));
    if (again) return reading.wrong(again, path, "a list without repetitions", "remove one of them");
    return reader(node, reading, path);
  };
}

/** True if two items repeat each other. A number equals a text with the same digits. */
function sameItem(earlier: Node, item: Node): boolean {
  if (sameContent(earlier, item)) return true;
  const scalars = earlier.kind === "scalar" && item.kind === "scalar";
  return scalars && typeof item.value === "number" && earlier.text === item.text;
}

/** Of items with the same key the last counts, at the position of the first. */
export function uniqueBy<T>(reader: Reader<T[]>, key: (item: T) => string): Reader<T[]> {
  return (node, reading, path) => {
    const items = reader(node, reading, path);
    return items && [...new Map(items.map((item) => [key(item), item])).values()];
  };
}

/** A list, or a single value for a list of one. */
export function oneOrMore<T>(reader: Reader<T>): Reader<T[]> {
  const many = list(reader);
  return (node, reading, path) =>
    node.kind === "scalar"
      ? many({ kind: "list", at: node.at, items: [node] }, reading, path)
      : many(node, reading, path);
}

/** A value with a short syntax, which is a text, and a long one. */
export function shorthand<T>(
  long: Reader<T>,
  short: (text: string, node: Node, reading: Reading, path: string) => T | undefined,
): Reader<T> {
  return (node, reading, path) => {
    if (node.kind !== "scalar" || typeof node.value !== "string") return long(node, reading, path);
    const result = short(node.text, node, reading, path);
    if (typeof result === "object" && result !== null) reading.places.set(result, node.at);
    return result;
  };
}

/** Treats null as an absent key. */
export function nullable<T>(reader: Reader<T>): Reader<T> {
  return (node, reading, path) =>
    node.kind === "scalar" && node.value === null ? undefined : reader(node, reading, path);
}

function unknownKey(key: string, path: string, known: readonly string[]): [string, string, string] {
  const near = nearest(key, known);
  const where = path === "" ? "a top-level key of a compose file" : `a key of ${path}`;
  const all = known.length > 12 ? "remove it, or name it x-..." : `use one of ${known.join(", ")}`;
  return [where, `"${key}"`, near ? `write ${near}` : all];
}
