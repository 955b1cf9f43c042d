import { isIP } from "node:net";
import type { Build, Json, Text } from "../model.ts";
import type { Node } from "../tree/node.ts";
import { uniqueTexts } from "./networks.ts";
import { contextPath } from "./paths.ts";
import { environment, texts } from "./process.ts";
import { distinct, object, type Reader, type Reading, shorthand } from "./reader.ts";
import { ulimits } from "./resources.ts";
import { anyText, bytes, flag, mapping, pairsOf, text, textOrFlag } from "./scalars.ts";
import { references } from "./storage.ts";

const context: Reader<string> = (node, reading, path) => {
  const found = text(node, reading, path);
  return found && contextPath(found, node, reading);
};

const contexts: Reader<Text> = (node, reading, path) => {
  const found = [...(pairsOf(node, reading, path) ?? [])];
  const bare = found.find(([, value]) => value === null);
  if (bare) return reading.wrong(node, path, "name=folder", `write a folder for ${bare[0]}`);
  if (found.length === 0) return undefined;
  return Object.fromEntries(found.map(([key, value]) => [key, contextPath(value ?? "", node, reading)]));
};

/** The ssh keys of a build: `default` or `id=path`. */
const ssh: Reader<Json> = (node, reading, path) =>
  [...(pairsOf(node, reading, path) ?? [])].map(([id, value]) => (value === null ? id : { [id]: value }));

/** Build arguments. One without any value is left to the builder. */
const args: Reader<Record<string, string | null>> = (node, reading, path) => {
  const found = Object.entries(environment(node, reading, path) ?? {}).filter(([, value]) => value !== null);
  return found.length > 0 ? Object.fromEntries(found) : undefined;
};

const long = object<Build>({
  context,
  dockerfile: anyText,
  dockerfile_inline: text,
  additional_contexts: contexts,
  args,
  cache_from: texts,
  cache_to: texts,
  entitlements: texts,
  extra_hosts: distinct(extraHosts),
  isolation: text,
  labels: mapping,
  network: text,
  no_cache: flag(),
  platforms: texts,
  privileged: flag(),
  provenance: textOrFlag,
  pull: flag(),
  sbom: textOrFlag,
  secrets: references,
  shm_size: bytes,
  ssh: distinct(ssh),
  tags: uniqueTexts,
  target: text,
  ulimits,
});

/** A build: a folder, or settings. The defaults of context and Dockerfile are filled in. */
export const build: Reader<Build> = (node, reading, path) => {
  const found = shorthand<Build>(long, (folder) => ({ context: contextPath(folder, node, reading) }))(
    node,
    reading,
    path,
  );
  if (!found) return found;
  found.context ??= contextPath(".", node, reading);
  if (found.dockerfile === "") delete found.dockerfile;
  else if (found.dockerfile_inline === undefined) found.dockerfile ??= "Dockerfile";
  return found;
};

/** Extra hosts as sorted `host=address` texts, from a list of `host=address` or `host:address`, or from a map. */
export function extraHosts(node: Node, reading: Reading, path: string): string[] | undefined {
  const found: string[] = [];
  const add = (host: string, addresses: string) => {
    for (const address of addresses.split(",")) found.push(`${host}=${address.replace(/^\[(.+)\]$/, "$1")}`);
    const bad = addresses
      .split(",")
      .find((each) => isIP(each.replace(/^\[(.+)\]$/, "$1")) === 0 && /\s|^$/.test(each));
    if (host === "" || bad !== undefined)
      reading.wrong(node, path, "host=address", "name a host and its address");
  };
  if (node.kind === "map") {
    for (const [host, { value }] of node.entries) {
      for (const item of value.kind === "list" ? value.items : [value]) {
        const address = anyText(item, reading, `${path}.${host}`);
        if (address !== undefined) add(host, address);
      }
    }
  } else {
    for (const item of texts(node, reading, path) ?? []) {
      const [, host = "", address] = /^([^=]*)=(.*)$/.exec(item) ?? /^([^:]*):(.*)$/.exec(item) ?? [];
      if (address === undefined) reading.wrong(node, path, "host=address", "name a host and its address");
      else add(host, address);
    }
  }
  return found.length > 0 ? found.sort() : undefined;
}
