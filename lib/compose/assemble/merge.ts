import { fault } from "../tree/fault.ts";
import {
  describe,
  isNull,
  type MapEntry,
  type MapNode,
  mapNode,
  type Node,
  position,
  sameContent,
  textNode,
} from "../tree/node.ts";
import { contextToMap, plainNames, startedNames } from "./long-forms.ts";

/** Merges a later value with an earlier one. Default: maps are merged, lists are joined, scalars are replaced. */
type Rule = (base: Node, over: Node, path: readonly string[]) => Node;

/** Merges a later tree over an earlier one. `path` is their position in the compose file. */
export function merge(base: Node, over: Node, path: readonly string[] = []): Node {
  if (over.edit === "override") return over;
  const rule = ruleFor(path);
  if (rule) return rule(base, over, path);
  if (isNull(over)) return base;
  if (base.kind === "map" && over.kind === "map") return mergeMaps(base, over, path);
  if (base.kind === "list" && over.kind === "list") return { ...base, items: [...base.items, ...over.items] };
  if (base.kind === "scalar") return over;
  const expected = `${path.join(".")} as a ${base.kind}, as at ${position(base.at)}`;
  throw fault(over.at, expected, describe(over), `write it as a ${base.kind}, or !override before it`);
}

/** Removes nodes that `!reset` marks. */
export function applyEdits(node: Node): Node {
  if (node.kind === "list") return { ...node, items: node.items.filter(isKept).map(applyEdits) };
  if (node.kind === "scalar") return node;
  return mapNode(
    node.at,
    [...node.entries]
      .filter(([, { value }]) => isKept(value))
      .map(([key, { at, value }]): [string, MapEntry] => [key, { at, value: applyEdits(value) }]),
  );
}

function isKept(node: Node): boolean {
  return node.edit !== "reset";
}

function mergeMaps(base: MapNode, over: MapNode, path: readonly string[]): MapNode {
  const entries = new Map(base.entries);
  for (const [key, entry] of over.entries) {
    const earlier = entries.get(key);
    if (entry.value.edit === "reset") entries.delete(key);
    else if (!earlier) entries.set(key, entry);
    else entries.set(key, { at: entry.at, value: merge(earlier.value, entry.value, [...path, key]) });
  }
  return mapNode(base.at, entries);
}

const replace: Rule = (_, over) => over;

/** Joins `KEY=value` lists. A map becomes its sorted pairs. The reader takes the last value of a key. */
const joinPairs: Rule = (base, over) => {
  const taken = over.kind === "map" ? [...over.entries].filter(([, { value }]) => !isKept(value)) : [];
  const gone = new Set(taken.map(([key]) => key));
  const before = pairs(base).filter(
    (item) => item.kind !== "scalar" || !gone.has(item.text.split("=")[0] ?? ""),
  );
  return { kind: "list", at: over.at, items: [...before, ...pairs(over)] };
};

const joinHosts: Rule = (base, over) => {
  const before = pairs(base);
  const added = pairs(over).filter((each) => !before.some((one) => sameContent(one, each)));
  return { kind: "list", at: over.at, items: [...before, ...added] };
};

/** Merges maps after expanding their short forms. */
const longer =
  (written: (node: Node) => Node): Rule =>
  (base, over, path) => {
    const [earlier, later] = [written(base), written(over)];
    return earlier.kind === "map" && later.kind === "map" ? mergeMaps(earlier, later, path) : over;
  };

const logging: Rule = (base, over, path) => {
  if (base.kind !== "map" || over.kind !== "map") return isNull(over) ? base : over;
  const [before, after] = [base.entries.get("driver")?.value, over.entries.get("driver")?.value];
  return before && after && !sameContent(before, after) ? over : mergeMaps(base, over, path);
};

const ipam: Rule = (base, over) => {
  if (base.kind !== "list" || over.kind !== "list") return over;
  const subnet = (node: Node) => (node.kind === "map" ? node.entries.get("subnet")?.value : undefined);
  const same = (a: Node, b: Node) => {
    const [left, right] = [subnet(a), subnet(b)];
    return left && right ? sameContent(left, right) : left === right;
  };
  const matched = over.items.map((each) => {
    const earlier = base.items.find((one) => same(one, each));
    return earlier?.kind === "map" && each.kind === "map" ? mergeMaps(earlier, each, []) : each;
  });
  return { ...over, items: matched };
};

const RULES: readonly (readonly [pattern: readonly string[], rule: Rule])[] = (
  [
    ["networks.*.ipam.config", ipam],
    ["networks.*.labels", joinPairs],
    ["volumes.*.labels", joinPairs],
    ["services.*.annotations", joinPairs],
    ["services.*.build", longer(contextToMap)],
    ["services.*.build.args", joinPairs],
    ["services.*.build.additional_contexts", joinPairs],
    ["services.*.build.extra_hosts", joinHosts],
    ["services.*.build.labels", joinPairs],
    ["services.*.command", replace],
    ["services.*.depends_on", longer(startedNames)],
    ["services.*.deploy.labels", joinPairs],
    ["services.*.dns", joinPairs],
    ["services.*.dns_opt", joinPairs],
    ["services.*.dns_search", joinPairs],
    ["services.*.entrypoint", replace],
    ["services.*.env_file", joinPairs],
    ["services.*.label_file", joinPairs],
    ["services.*.environment", joinPairs],
    ["services.*.extra_hosts", joinHosts],
    ["services.*.healthcheck.test", replace],
    ["services.*.labels", joinPairs],
    ["services.*.logging", logging],
    ["services.*.models", longer(plainNames)],
    ["services.*.networks", longer(plainNames)],
    ["services.*.sysctls", joinPairs],
    ["services.*.tmpfs", joinPairs],
    ["services.*.ulimits.*", replace],
  ] as const
).map(([pattern, rule]) => [pattern.split("."), rule]);

function ruleFor(path: readonly string[]): Rule | undefined {
  return RULES.find(
    ([pattern]) =>
      pattern.length === path.length && pattern.every((part, index) => part === "*" || part === path[index]),
  )?.[1];
}

function pairs(node: Node): readonly Node[] {
  if (node.kind === "list") return node.items;
  if (node.kind === "scalar") return typeof node.value === "string" ? [node] : [];
  return [...node.entries]
    .filter(([, { value }]) => isKept(value))
    .flatMap(([key, { at, value }]) => {
      const values = value.kind === "list" ? value.items : [value];
      return values.map((each) =>
        textNode(isNull(each) ? key : `${key}=${each.kind === "scalar" ? each.text : ""}`, at),
      );
    })
    .sort((a, b) => (a.text < b.text ? -1 : 1));
}
