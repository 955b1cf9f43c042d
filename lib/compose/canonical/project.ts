import type { FileObject, Json, Network, Volume } from "../model.ts";
import type { Node } from "../tree/node.ts";
import { networksSection } from "./networks.ts";
import { list, object, type Reader, type Reading, record } from "./reader.ts";
import { anyText, integer, text, textOrNumber } from "./scalars.ts";
import { type DraftService, service } from "./service.ts";
import { config, secret, volume } from "./storage.ts";

/** The sections of a compose file in canonical form, before defaults. */
export interface DraftProject {
  name?: string;
  services?: Record<string, DraftService>;
  networks?: Record<string, Network>;
  volumes?: Record<string, Volume>;
  configs?: Record<string, FileObject>;
  secrets?: Record<string, FileObject>;
  models?: Record<string, Json>;
  version?: string;
}

const NAME = /^[a-zA-Z0-9._-]+$/;

const sections = object<DraftProject>({
  name: anyText,
  services: namedRecord(service),
  networks: networksSection,
  volumes: namedRecord(volume),
  configs: namedRecord(config),
  secrets: namedRecord(secret),
  models: record(
    object<Record<string, Json>>(
      { name: text, model: anyText, context_size: integer(), runtime_flags: list(anyText) },
      ["model"],
    ) as Reader<Json>,
  ),
  version: textOrNumber,
});

/** Reads the whole tree. Problems are collected in `reading`. */
export function readProject(tree: Node, reading: Reading): DraftProject & Record<`x-${string}`, Json> {
  const found: DraftProject = sections(tree, reading, "") ?? {};
  const extensions = tree.kind === "map" ? [...tree.entries].filter(([key]) => key.startsWith("x-")) : [];
  return Object.assign(found, Object.fromEntries(extensions.map(([key, { value }]) => [key, plain(value)])));
}

function namedRecord<T>(reader: Reader<T>): Reader<Record<string, T>> {
  const entries = record(reader);
  return (node, reading, path) => {
    if (node.kind === "map") {
      for (const [name, { at }] of node.entries) {
        if (!NAME.test(name))
          reading.report(at, `${path} named with letters, digits, . _ -`, `"${name}"`, "rename it");
      }
    }
    return entries(node, reading, path);
  };
}

/** Top-level extensions are in the model as written. */
function plain(node: Node): Json {
  if (node.kind === "scalar") {
    return node.value instanceof Date ? node.value.toISOString().replace(/\.?0*Z$/, "Z") : node.value;
  }
  if (node.kind === "list") return node.items.map(plain);
  return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plain(value)]));
}
