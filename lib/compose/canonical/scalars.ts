import type { Text } from "../model.ts";
import type { Node } from "../tree/node.ts";
import type { Reader, Reading } from "./reader.ts";
import { byteCount, goDuration } from "./units.ts";

/** A text. Empty text is left out. */
export const text: Reader<string> = (node, reading, path) => textOf(node, reading, path) || undefined;

/** A text, which may be empty. */
export const anyText: Reader<string> = (node, reading, path) => textOf(node, reading, path);

/** A text or a number, as text. */
export const textOrNumber: Reader<string> = (node, reading, path) =>
  node.kind === "scalar" && typeof node.value === "number" ? node.text : textOf(node, reading, path);

/** A text, or true or false as text. */
export const textOrFlag: Reader<string> = (node, reading, path) =>
  node.kind === "scalar" && typeof node.value === "boolean" ? node.text : textOf(node, reading, path);

/** One of a few words. */
export function word<T extends string>(...words: readonly T[]): Reader<T> {
  return (node, reading, path) => {
    const found = words.find((each) => node.kind === "scalar" && node.value === each);
    return found ?? reading.wrong(node, path, `one of ${words.join(", ")}`);
  };
}

/** true or false, also written as text. `false` is left out unless `keepFalse` is set. */
export function flag({ keepFalse = false } = {}): Reader<boolean> {
  return (node, reading, path) => {
    const value = node.kind === "scalar" ? FLAGS.get(node.text.toLowerCase()) : undefined;
    if (value === undefined || (node.kind === "scalar" && typeof node.value === "number")) {
      return reading.wrong(node, path, "true or false");
    }
    return value || keepFalse ? value : undefined;
  };
}

/** A whole number, also written as text. 0 is left out unless `keepZero` is set. */
export function integer({ keepZero = false, min = -Infinity, max = Infinity } = {}): Reader<number> {
  return (node, reading, path) => {
    const value = node.kind === "scalar" && /^[-+]?\d+$/.test(node.text) ? Number(node.text) : Number.NaN;
    if (!(value >= min && value <= max)) {
      const range = min > -Infinity ? ` from ${min}${max < Infinity ? ` to ${max}` : ""}` : "";
      return reading.wrong(node, path, `a whole number${range}`);
    }
    return value !== 0 || keepZero ? value : undefined;
  };
}

export const decimal: Reader<number> = (node, reading, path) => {
  const value = node.kind === "scalar" && node.text.trim() !== "" ? Number(node.text) : Number.NaN;
  if (Number.isNaN(value)) return reading.wrong(node, path, "a number");
  return shortestSingle(value) || undefined;
};

/** A size such as `512m`, as a decimal number of bytes. */
export const bytes: Reader<string> = (node, reading, path) => {
  const isSize = node.kind === "scalar" && !(typeof node.value === "string" && node.value.startsWith("-"));
  const count = isSize ? byteCount(node.text) : undefined;
  if (count === undefined) return reading.wrong(node, path, "a size", "write a size such as 512m or 1g");
  return count === 0n ? undefined : count.toString();
};

/** A period such as `1m30s`, in Go's notation. Zero is left out if `keepZero` is false. */
export function duration({ keepZero = true } = {}): Reader<string> {
  return (node, reading, path) => {
    const period =
      node.kind === "scalar" && typeof node.value === "string" ? goDuration(node.value) : undefined;
    if (period === undefined)
      return reading.wrong(node, path, "a period", "write a period such as 30s or 1m30s");
    return period !== "0s" || keepZero ? period : undefined;
  };
}

/** A map, or a list of `key=value`. Values become text, and a missing value is empty text. */
export const mapping: Reader<Text> = (node, reading, path) => {
  const found = pairsOf(node, reading, path);
  if (!found || found.size === 0) return undefined;
  return Object.fromEntries([...found].map(([key, value]) => [key, value ?? ""]));
};

/** A map whose values become text. */
export const options: Reader<Text> = (node, reading, path) =>
  node.kind === "map" ? mapping(node, reading, path) : reading.wrong(node, path, "a map");

/** Like `mapping`, but a missing value is null. */
export function pairsOf(node: Node, reading: Reading, path: string): Map<string, string | null> | undefined {
  const found = new Map<string, string | null>();
  const add = (key: string, value: Node) => {
    if (key === "") reading.wrong(value, path, "KEY: value", "name the key");
    if (value.kind !== "scalar") reading.wrong(value, `${path}.${key}`, "text, a number or true or false");
    else if (value.value instanceof Date) reading.wrong(value, `${path}.${key}`, "text", "put it in quotes");
    else found.set(key, value.value === null ? null : value.text);
  };
  if (node.kind === "map") for (const [key, { value }] of node.entries) add(key, value);
  else if (node.kind === "list") {
    for (const item of node.items) {
      if (item.kind !== "scalar") reading.wrong(item, path, "KEY=value");
      else if (typeof item.value !== "string") reading.wrong(item, path, "KEY=value", "put it in quotes");
      else {
        const cut = item.text.indexOf("=");
        if (cut < 0) found.set(item.text, null);
        else found.set(item.text.slice(0, cut), item.text.slice(cut + 1));
      }
    }
  } else return reading.wrong(node, path, "a map or a list", "write KEY: value lines below it");
  return found;
}

const FLAGS = new Map([
  ...["true", "yes", "on", "y"].map((each) => [each, true] as const),
  ...["false", "no", "off", "n"].map((each) => [each, false] as const),
]);

function textOf(node: Node, reading: Reading, path: string): string | undefined {
  if (node.kind === "scalar" && typeof node.value === "string") return node.value;
  return reading.wrong(node, path, "text", node.kind === "scalar" ? "put it in quotes" : "write one value");
}

/** Compose stores these numbers in 32 bits. Returns the shortest decimal with the same 32-bit value. */
function shortestSingle(value: number): number {
  const single = Math.fround(value);
  for (let digits = 6; digits < 10; digits++) {
    const short = Number(single.toPrecision(digits));
    if (Math.fround(short) === single) return short;
  }
  return single;
}
