import { fault } from "../tree/fault.ts";
import { child, type Entry, isNull, type MapNode, mapNode, type Node, textNode } from "../tree/node.ts";

/**
 * Writes out the short forms of a file that has been read, as compose does before the next file comes over it: a later
 * list is joined to the list that `gpus: all` stands for, and cannot replace the map that a list of ssh keys stands for.
 */
export function longForms(tree: Node): Node {
  const services = child(tree, "services");
  if (tree.kind !== "map" || services?.kind !== "map") return tree;
  const written = [...services.entries].map(([name, { at, value }]): [string, Entry] => [
    name,
    { at, value: longService(value, `services.${name}`) },
  ]);
  return withEntry(tree, "services", mapNode(services.at, written));
}

function longService(service: Node, path: string): Node {
  return rewritten(service, path, {
    build: (build) =>
      rewritten(contextToMap(build), `${path}.build`, {
        ssh: keysToMap,
        additional_contexts: (node) => node,
      }),
    depends_on: startedNames,
    env_file: (node) => node,
    gpus: allToList,
    models: plainNames,
    networks: plainNames,
    ports: (node) => node,
  });
}

/** Of the keys below, those that may stand there without a value. */
const OPTIONAL = new Set(["models", "networks"]);

/** Rewrites the values of some keys. */
function rewritten(node: Node, path: string, forms: Readonly<Record<string, (value: Node) => Node>>): Node {
  if (node.kind !== "map") return node;
  let result = node;
  for (const [key, form] of Object.entries(forms)) {
    const value = node.entries.get(key)?.value;
    if (!value) continue;
    if (!isNull(value)) result = withEntry(result, key, form(value));
    else if (!OPTIONAL.has(key))
      throw fault(value.at, `${path}.${key} with a value`, "nothing", "remove the key, or write its value");
  }
  return result;
}

function withEntry(map: MapNode, key: string, value: Node): MapNode {
  const at = map.entries.get(key)?.at ?? value.at;
  return { ...map, entries: new Map([...map.entries, [key, { at, value }]]) };
}

/** A build's folder is short for its context. Nothing is no settings. */
export function contextToMap(node: Node): Node {
  if (node.kind !== "scalar") return node;
  return mapNode(node.at, isNull(node) ? [] : [["context", { at: node.at, value: node }]]);
}

/** A service's name alone waits for its start, whatever an earlier file says of it. */
export function startedNames(node: Node): Node {
  return listToMap(node, (at) =>
    mapNode(at, [
      ["condition", { at, value: textNode("service_started", at) }],
      ["required", { at, value: { kind: "scalar", at, value: true, text: "true", written: "true" } }],
    ]),
  );
}

/** `[a, b]` is short for a map of names without settings. */
export function plainNames(node: Node): Node {
  return listToMap(node, nothing);
}

function keysToMap(node: Node): Node {
  if (node.kind !== "list") return node;
  return mapNode(
    node.at,
    node.items.map((item): [string, Entry] => {
      const [, id = "", path] = /^([^=]*)(?:=(.*))?$/s.exec(item.kind === "scalar" ? item.text : "") ?? [];
      return [id, { at: item.at, value: path === undefined ? nothing(item.at) : textNode(path, item.at) }];
    }),
  );
}

function allToList(node: Node): Node {
  if (node.kind !== "scalar" || node.value !== "all") return node;
  const all = mapNode(node.at, [["count", { at: node.at, value: node }]]);
  return { kind: "list", at: node.at, items: [all] };
}

function listToMap(node: Node, settings: (at: Node["at"]) => Node): Node {
  if (node.kind === "map") return node;
  const names = node.kind === "list" ? node.items : [];
  return mapNode(
    node.at,
    names.map((name) => [name.kind === "scalar" ? name.text : "", { at: name.at, value: settings(name.at) }]),
  );
}

function nothing(at: Node["at"]): Node {
  return { kind: "scalar", at, value: null, text: "", written: "" };
}
