import { isAlias, isMap, isPair, isScalar, isSeq, type YAMLMap, type Node as YamlNode } from "yaml";
import { fault } from "../tree/fault.ts";
import {
  type Edit,
  type MapEntry,
  type MapNode,
  mapNode,
  type Node,
  type Scalar,
  type SourcePosition,
} from "../tree/node.ts";
import { MAX_VALUES, tooManyValues } from "./documents.ts";
import { numberText, plainScalar } from "./scalar.ts";

/** Turns a YAML document into a tree with resolved aliases, merges and scalars, and with all source positions. */
export class TreeBuilder {
  private count = 0;
  /** The outermost alias above a node. A fault below it is reported there. */
  private through: SourcePosition | undefined;
  private readonly open = new Set<YamlNode>();
  private readonly anchors = new Map<string, YamlNode>();
  private readonly at: (offset: number) => SourcePosition;

  constructor(at: (offset: number) => SourcePosition) {
    this.at = at;
  }

  node(source: YamlNode | null | undefined): Node {
    const at = this.at(source?.range?.[0] ?? 0);
    if (++this.count > MAX_VALUES) {
      throw this.through ? tooManyValues(this.through, "more, by aliases") : tooManyValues(at);
    }
    if (!source) return scalar(null, "", "", at);
    if (isAlias(source)) return this.alias(source.source, at);
    // A second visit through an alias must not restore an anchor that was redefined since.
    if (source.anchor && !this.through) this.anchors.set(source.anchor, source);
    if (this.open.has(source)) {
      throw fault(at, "anchors without cycles", "an alias to what contains it", "remove the alias");
    }
    this.open.add(source);
    const built = this.build(source, at);
    this.open.delete(source);
    const edit = EDITS[source.tag ?? ""];
    return edit ? { ...built, edit } : built;
  }

  private alias(name: string, at: SourcePosition): Node {
    const target = this.anchors.get(name);
    if (!target) throw fault(at, "an anchor that exists", `*${name}`, `write &${name} before it`);
    const outer = this.through;
    this.through = outer ?? at;
    const node = this.node(target);
    this.through = outer;
    return node;
  }

  private build(source: YamlNode, at: SourcePosition): Node {
    if (isSeq(source)) {
      return { kind: "list", at, items: source.items.map((item) => this.node(item as YamlNode)) };
    }
    if (isMap(source)) return this.map(source, at);
    if (!isScalar(source)) throw fault(at, "a value", "something else", "mend the line");
    // The library turns an unquoted << into a symbol.
    const written = typeof source.value === "symbol" ? "<<" : String(source.value ?? "");
    const value =
      source.type === "PLAIN" && !STRING_TAGS.has(source.tag ?? "") ? plainScalar(written) : written;
    return scalar(
      value,
      typeof value === "number"
        ? numberText(value, written)
        : typeof value === "boolean"
          ? String(value)
          : written,
      written,
      at,
    );
  }

  /** `<<` adds keys that the map does not have itself. The first of several wins. */
  private map(source: YAMLMap, at: SourcePosition): MapNode {
    const own = new Map<string, MapEntry>();
    const merged: Node[] = [];
    for (const pair of source.items) {
      if (!isPair(pair)) continue;
      const key = pair.key as YamlNode | null;
      const keyAt = this.at(key?.range?.[0] ?? source.range?.[0] ?? 0);
      const name = this.key(key, keyAt);
      const value = this.node(pair.value as YamlNode | null);
      if (name === "<<" && isScalar(key) && key.type === "PLAIN") {
        merged.push(...(value.kind === "list" ? value.items : [value]));
        continue;
      }
      if (own.has(name)) throw fault(keyAt, "each key once", `"${name}" again`, "remove one of them");
      own.set(name, { at: keyAt, value: pair.value ? value : { ...value, at: keyAt } });
    }
    for (const node of merged) {
      if (node.kind !== "map")
        throw fault(node.at, "a map behind <<", "something else", "name a map's anchor");
      for (const [name, entry] of node.entries) if (!own.has(name)) own.set(name, entry);
    }
    return mapNode(at, own);
  }

  private key(key: YamlNode | null, at: SourcePosition): string {
    const node = this.node(key);
    if (node.kind !== "scalar") throw fault(at, "a plain key", "a list or map", "write the key as one word");
    if (typeof node.value !== "string")
      throw fault(at, "a key of text", node.written, "put the key in quotes");
    return node.value;
  }
}

const EDITS: Readonly<Record<string, Edit>> = { "!reset": "reset", "!override": "override" };
const STRING_TAGS = new Set(["!", "tag:yaml.org,2002:str"]);

function scalar(value: Scalar, text: string, written: string, at: SourcePosition): Node {
  return { kind: "scalar", at, value, text, written };
}
