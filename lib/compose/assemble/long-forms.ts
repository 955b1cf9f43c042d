import { fault } from "../tree/fault.ts";
import { child, isNull, type MapEntry, type MapNode, mapNode, type Node, textNode } from "../tree/node.ts";

/**
 * Expands the short forms of a file, as compose does before it merges the next file. So a later list is appended to the
 * list that `gpus: all` means, and does not replace the map that a list of ssh keys means.
 */
export function longForms(tree: Node): Node {
  const services = child(tree, "services");
  if (tree.kind !== "map" || services?.kind !== "map") return tree;
  const written = [...services.entries].map(([name, { at, value }]): [string, MapEntry] => [
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

/** Keys that may have no value. */
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

/** A build that is a text is its context. No value means no settings. */
export function contextToMap(node: Node): Node {
  if (node.kind !== "scalar") return node;
  return mapNode(node.at, isNull(node) ? [] : [["context", { at: node.at, value: node }]]);
}

/** A name in `depends_on` alone means service_started, even if an earlier file has another condition. */
export function startedNames(node: Node): Node {
  return listToMap(node, (at) =>
    mapNode(at, [
      ["condition", { at, value: textNode("service_started", at) }],
      ["required", { at, value: { kind: "scalar", at, value: true, text: "true", written: "true" } }],
    ]),
  );
}

/** `[a, b]` means a map of names without settings. */
export function plainNames(node: Node): Node {
  return listToMap(node, nothing);
}

function keysToMap(node: Node): Node {
  if (node.kind !== "list") return node;
  return mapNode(
    node.at,
    node.items.map((item): [string, MapEntry] => {
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
