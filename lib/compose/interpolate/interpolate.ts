import type { Problem } from "../../problems/index.ts";
import { nearest } from "../../problems/nearest.ts";
import { ownEntry } from "../../problems/own-entry.ts";
import { type MapEntry, type Node, position } from "../tree/node.ts";
import { substitute, TemplateFault } from "./template.ts";

/** Limit of the characters that all variables of a tree may add. */
const MAX_ADDED = 2 ** 22;

/**
 * Replaces the variables in every text of a tree, with the values of the text's own file. Keys stay as they are.
 * @param unset gets a warning for each variable without a value and without a default
 */
export function interpolate(
  node: Node,
  problems: Problem[],
  unset: Problem[] = [],
  left = { characters: MAX_ADDED },
): Node {
  switch (node.kind) {
    case "list":
      return { ...node, items: node.items.map((item) => interpolate(item, problems, unset, left)) };
    case "map":
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([key, { at, value }]): [string, MapEntry] => [
            key,
            { at, value: interpolate(value, problems, unset, left) },
          ]),
        ),
      };
    case "scalar": {
      if (typeof node.value !== "string" || !node.value.includes("$")) return node;
      try {
        const names = new Set<string>();
        const { values } = node.at.file;
        const value = substitute(node.value, (name) => ownEntry(values, name), names);
        unset.push(...[...names].map((name) => ({ path: position(node.at), ...withoutValue(name, values) })));
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

function withoutValue(name: string, values: Readonly<Record<string, string>>): Omit<Problem, "path"> {
  const near = nearest(name, Object.keys(values));
  return {
    expected: `a value for ${name}`,
    found: "none, so it is empty",
    remedy: near
      ? `did you mean ${near}?`
      : `set ${name} in the stack's .env or in smallboat:values, or write \${${name}:-} if it may be empty`,
  };
}

const TOO_MUCH = [
  "shorter values of variables",
  `more than ${MAX_ADDED} characters`,
  "shorten them",
] as const;
