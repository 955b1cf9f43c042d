import type { Problem } from "../../problems/index.ts";
import { type Entry, type Node, position } from "../tree/node.ts";
import { substitute, TemplateFault } from "./template.ts";

/** Fills in the variables of every text of a tree (keys stay as they are), each with its own file's values. */
export function interpolate(node: Node, problems: Problem[]): Node {
  switch (node.kind) {
    case "list":
      return { ...node, items: node.items.map((item) => interpolate(item, problems)) };
    case "map":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, { at, value }]): [string, Entry] => [
            key,
            { at, value: interpolate(value, problems) },
          ]),
        ),
      };
    case "scalar": {
      if (typeof node.value !== "string" || !node.value.includes("$")) return node;
      try {
        const value = substitute(node.value, (name) => node.at.file.values[name]);
        return { ...node, value, text: value };
      } catch (fault) {
        if (!(fault instanceof TemplateFault)) throw fault;
        problems.push({ path: position(node.at), ...fault.problem });
        return node;
      }
    }
  }
}
