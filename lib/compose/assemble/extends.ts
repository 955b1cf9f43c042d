import { dirname, resolve } from "node:path";
import { fault } from "../tree/fault.ts";
import { child, type MapNode, mapNode, type Node, position, textNode } from "../tree/node.ts";
import type { Assembly } from "./assembly.ts";
import { longForms } from "./long-forms.ts";
import { merge } from "./merge.ts";

/** Merges every service over the one that it `extends`, in this file or another, through the whole chain. */
export function applyExtends(document: Node, assembly: Assembly): Node {
  const services = child(document, "services");
  if (document.kind !== "map" || services?.kind !== "map") return document;
  const extended = [...services.entries].map(
    ([name, { at }]) => [name, { at, value: extendService(name, services, assembly, []) }] as const,
  );
  const entry = document.entries.get("services");
  return mapNode(document.at, [
    ...document.entries,
    ["services", { at: entry?.at ?? document.at, value: mapNode(services.at, extended) }],
  ]);
}

function extendService(name: string, services: MapNode, assembly: Assembly, trail: readonly string[]): Node {
  const service = services.entries.get(name)?.value as Node;
  const reference = child(service, "extends");
  if (service.kind !== "map" || !reference) return service;
  // Compare positions: a file that is read again has other nodes.
  const place = position(service.at);
  if (trail.includes(place)) {
    throw fault(
      reference.at,
      "extends without a cycle",
      `${name}, which extends itself`,
      "remove one of the extends",
    );
  }
  const [base, file] = target(reference);
  const candidates = file === undefined ? services : servicesOf(file, assembly);
  if (!candidates.entries.has(base)) {
    throw fault(
      reference.at,
      "extends of a service that exists",
      `"${base}"`,
      `define ${base} or correct the name`,
    );
  }
  const entries = new Map(service.entries);
  entries.delete("extends");
  const own = mapNode(service.at, entries);
  return merge(extendService(base, candidates, assembly, [...trail, place]), own, ["services", name]);
}

function target(reference: Node): [service: string, file: Node | undefined] {
  const service = reference.kind === "scalar" ? reference : child(reference, "service");
  if (service?.kind !== "scalar" || typeof service.value !== "string") {
    throw fault(reference.at, "extends with a service", "none", "write extends: {service: name}");
  }
  return [service.value, child(reference, "file")];
}

function servicesOf(file: Node, assembly: Assembly): MapNode {
  const path = assembly.inside(resolve(file.at.file.dir, file.kind === "scalar" ? file.text : ""), file.at);
  if (assembly.files.kind(path) !== "file") {
    throw fault(
      file.at,
      "a file that exists",
      `"${file.kind === "scalar" ? file.written : ""}"`,
      "correct the path",
    );
  }
  const source = assembly.sourceFile(path, dirname(path), file.at.file.values);
  const [document] = assembly.read(path, source);
  const services = document && child(longForms(document), "services");
  return services?.kind === "map" ? services : mapNode(textNode("", file.at).at, []);
}
