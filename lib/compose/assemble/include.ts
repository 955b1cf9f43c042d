import { dirname, join, resolve } from "node:path";
import { ownEntry } from "../../problems/own-entry.ts";
import { parseEnvFile } from "../interpolate/dotenv.ts";
import { fault } from "../tree/fault.ts";
import { child, type MapEntry, mapNode, type Node, position, sameContent } from "../tree/node.ts";
import type { Assembly } from "./assembly.ts";
import { longForms } from "./long-forms.ts";

const SECTIONS = ["services", "volumes", "networks", "secrets", "configs", "models"];

/** Reads files as one tree. `chain` has the files that include each other, to find a cycle. */
export type Assemble = (
  paths: readonly string[],
  dir: string,
  values: Readonly<Record<string, string>>,
  chain: readonly string[],
) => Node;

/** Adds the definitions of included files. A name that is defined differently here is a conflict. */
export function applyInclude(
  document: Node,
  assembly: Assembly,
  chain: readonly string[],
  assemble: Assemble,
): Node {
  const include = child(document, "include");
  if (document.kind !== "map" || !include) return document;
  if (include.kind !== "list")
    throw fault(include.at, "include as a list", "another kind", "write include: [file.yaml]");
  const entries = new Map(document.entries);
  entries.delete("include");
  return include.items
    .map((item) => included(item, assembly, chain, assemble))
    .reduce<Node>((result, imported) => importSections(result, imported), mapNode(document.at, entries));
}

function included(item: Node, assembly: Assembly, chain: readonly string[], assemble: Assemble): Node {
  const base = item.at.file;
  const placed = (path: string) => assembly.inside(resolve(base.dir, path), item.at);
  const paths = texts(item.kind === "map" ? child(item, "path") : item).map(placed);
  const [main] = paths;
  if (main === undefined) throw fault(item.at, "include with a path", "none", "write include: [file.yaml]");
  if (chain.includes(main))
    throw fault(item.at, "include without a cycle", "a file that includes itself", "remove it");
  for (const path of paths) {
    if (assembly.files.kind(path) !== "file") {
      throw fault(item.at, "a file that exists", assembly.labelOf(path), "correct the path");
    }
  }
  const [directory] = texts(child(item, "project_directory"));
  const dir = directory === undefined ? dirname(main) : placed(directory);
  const values = { ...envValues(item, dir, assembly), ...base.values };
  return longForms(assemble(paths, dir, values, [...chain, main]));
}

/** Variables of the include's env files, by default the `.env` beside it. The including project's values win. */
function envValues(item: Node, dir: string, assembly: Assembly): Record<string, string> {
  const named = texts(child(item, "env_file")).map((path) =>
    assembly.inside(resolve(item.at.file.dir, path), item.at),
  );
  const fallback = join(dir, ".env");
  const paths = named.length > 0 ? named : assembly.files.kind(fallback) === "file" ? [fallback] : [];
  const found: Record<string, string> = {};
  for (const path of paths) {
    if (assembly.files.kind(path) !== "file") {
      throw fault(
        item.at,
        "an env file that exists",
        assembly.labelOf(path),
        "create it or correct the path",
      );
    }
    const lookup = (name: string) => ownEntry(item.at.file.values, name) ?? ownEntry(found, name);
    Object.assign(found, parseEnvFile(assembly.text(path), assembly.labelOf(path), lookup));
  }
  return found;
}

function importSections(target: Node, imported: Node): Node {
  if (target.kind !== "map") return target;
  const entries = new Map(target.entries);
  for (const section of SECTIONS) {
    const from = child(imported, section);
    if (from?.kind !== "map") continue;
    const to = child(target, section);
    const merged = new Map<string, MapEntry>(to?.kind === "map" ? to.entries : []);
    for (const [name, entry] of from.entries) {
      const here = merged.get(name);
      if (here && !sameContent(here.value, entry.value)) {
        const other = position(entry.at);
        throw fault(
          here.value.at,
          `${section}.${name} once`,
          `it also in ${other}`,
          "rename one, or use an override",
        );
      }
      merged.set(name, entry);
    }
    entries.set(section, { at: entries.get(section)?.at ?? from.at, value: mapNode(from.at, merged) });
  }
  return mapNode(target.at, entries);
}

function texts(node: Node | undefined): string[] {
  const items = node?.kind === "list" ? node.items : node ? [node] : [];
  return items.flatMap((item) =>
    item.kind === "scalar" && typeof item.value === "string" ? [item.value] : [],
  );
}
