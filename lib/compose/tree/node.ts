/** A compose file as a tree with the source position of every value. Trees are never changed in place. */
export type Node = ScalarNode | ListNode | MapNode;

/** The file in which a value was written. Relative paths and variables depend on it. */
export interface SourceFile {
  /** The file's name in problems: `stacks/Local/web/compose.yaml`. */
  readonly label: string;
  /** Absolute folder where relative paths in the file start. */
  readonly dir: string;
  readonly values: Readonly<Record<string, string>>;
}

export interface SourcePosition {
  readonly file: SourceFile;
  readonly line: number;
  readonly column: number;
}

/** `!reset` removes a value of an earlier file, `!override` replaces it instead of merging. */
export type Edit = "reset" | "override";

interface Common {
  readonly at: SourcePosition;
  readonly edit?: Edit;
}

export type Scalar = string | number | boolean | null | Date;

export interface ScalarNode extends Common {
  readonly kind: "scalar";
  /** The resolved value. An unquoted date is a Date, which compose accepts only in extensions. */
  readonly value: Scalar;
  /** The value as text, as compose reads it: `1.10` is "1.1", `0440` is "288". */
  readonly text: string;
  /** The text as written, before interpolation. A message may show it, because it contains no secret. */
  readonly written: string;
}

export interface ListNode extends Common {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export interface MapNode extends Common {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  /** Position of the key. */
  readonly at: SourcePosition;
  readonly value: Node;
}

export function position({ file, line, column }: SourcePosition): string {
  return `${file.label}:${line}:${column}`;
}

export function textNode(value: string, at: SourcePosition): ScalarNode {
  return { kind: "scalar", at, value, text: value, written: value };
}

export function mapNode(at: SourcePosition, entries: Iterable<readonly [string, MapEntry]>): MapNode {
  return { kind: "map", at, entries: new Map(entries) };
}

/** The value of a map's key. Undefined if there is no such key or no map. */
export function child(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

export function isNull(node: Node): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The position of a path, or of its deepest existing part. */
export function positionOf(root: Node, path: readonly string[]): SourcePosition {
  let [node, at] = [root, root.at];
  for (const key of path) {
    const next: MapEntry | undefined =
      node.kind === "map" ? node.entries.get(key) : node.kind === "list" ? item(node, key) : undefined;
    if (!next) break;
    [node, at] = [next.value, next.at];
  }
  return at;
}

function item(list: ListNode, key: string): MapEntry | undefined {
  const value = list.items.find((each, index) =>
    each.kind === "scalar" ? each.text.split("=")[0] === key || String(index) === key : String(index) === key,
  );
  return value && { at: value.at, value };
}

/** True if two nodes have the same content. Their positions do not matter. */
export function sameContent(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.kind === "scalar")
    return b.kind === "scalar" && typeof a.value === typeof b.value && a.text === b.text;
  if (a.kind === "list") {
    return (
      b.kind === "list" &&
      a.items.length === b.items.length &&
      a.items.every((each, index) => sameContent(each, b.items[index] as Node))
    );
  }
  if (b.kind !== "map" || a.entries.size !== b.entries.size) return false;
  return [...a.entries].every(([key, { value }]) => {
    const other = b.entries.get(key);
    return other !== undefined && sameContent(value, other.value);
  });
}

/** Describes a value for a message: its kind, and its text as written. */
export function describe(node: Node): string {
  if (node.kind !== "scalar") return node.kind === "map" ? "a map" : "a list";
  if (node.value === null) return "nothing";
  const shown = node.written.length > 60 ? `${node.written.slice(0, 57)}...` : node.written;
  if (typeof node.value === "string") return `"${shown}"`;
  return `the ${node.value instanceof Date ? "date" : typeof node.value} ${shown}`;
}
