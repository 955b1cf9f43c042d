import type { Problem } from "../../problems/index.ts";
import { type Entry, type Node, position } from "../tree/node.ts";
import { substitute, TemplateFault } from "./template.ts";

/** What the variables of a tree may bring in, characters. */
const MAX_ADDED = 2 ** 22;

/** Fills in the variables of every text of a tree (keys stay as they are), each with its own file's values. */
export function interpolate(node: Node, problems: Problem[], left = { characters: MAX_ADDED }): Node {
  switch (node.kind) {
    case "list":
      return { ...node, items: node.items.map((item) => interpolate(item, problems, left)) };
    case "map":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, { at, value }]): [string, Entry] => [
            key,
            { at, value: interpolate(value, problems, left) },
          ]),
        ),
      };
    case "scalar": {
      if (typeof node.value !== "string" || !node.value.includes("$")) return node;
      try {
        const value = substitute(node.value, (name) => node.at.file.values[name]);
        left.characters -= value.length;
        if (left.characters < 0) throw new TemplateFault(...TOO_MUCH);
        return { ...node, value, text: value };
      } catch (fault) {
        if (!(fault instanceof TemplateFault)) throw fault;
        problems.push({ path: position(node.at), ...fault.problem });
        return node;
      }
    }
  }
}

const TOO_MUCH = [
  "shorter values of variables",
  `more than ${MAX_ADDED} characters`,
  "shorten them",
] as const;
