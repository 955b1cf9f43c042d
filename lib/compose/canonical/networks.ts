import type { IpamPool, Json, Network, ServiceNetwork } from "../model.ts";
import type { Node } from "../tree/node.ts";
import { list, nullable, object, type Reader, type Reading, record, uniqueBy } from "./reader.ts";
import { anyText, flag, integer, mapping, options, text } from "./scalars.ts";
import { external, named } from "./storage.ts";

/** A list of texts in which the last of equal ones counts. `key=value` texts are equal if their keys are. */
export const uniqueTexts: Reader<string[]> = uniqueBy(list(anyText), (item) => item.split("=")[0] ?? item);

const attachment = object<ServiceNetwork>({
  aliases: uniqueTexts,
  driver_opts: options,
  gw_priority: integer(),
  interface_name: text,
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: uniqueTexts,
  mac_address: text,
  priority: integer(),
});

/** Networks of a service: a list of names, or settings by name. Absent settings are null. */
export const serviceNetworks: Reader<Record<string, ServiceNetwork | null>> = (node, reading, path) => {
  const uses = namesOf(node, reading, path).map(([name, value]): [string, ServiceNetwork | null] => {
    const settings = value && nullable(attachment)(value, reading, `${path}.${name}`);
    return [name, settings ?? null];
  });
  return Object.fromEntries(uses);
};

const modelUse = object<Record<"endpoint_var" | "model_var", Json>>({ endpoint_var: text, model_var: text });

/** Models of a service: a list of names, or a map of settings by name. */
export const modelUses: Reader<Json> = (node, reading, path) => {
  const uses = namesOf(node, reading, path).map(([name, value]): [string, Json] => {
    const settings = value && nullable(modelUse)(value, reading, `${path}.${name}`);
    return [name, (settings as Json | undefined) ?? null];
  });
  return uses.length > 0 ? Object.fromEntries(uses) : undefined;
};

/** `[a, b]` or `{a: ..., b: ...}`. */
export function namesOf(node: Node, reading: Reading, path: string): [string, Node | undefined][] {
  if (node.kind === "map") return [...node.entries].map(([name, { value }]) => [name, value]);
  if (node.kind === "scalar")
    return reading.wrong(node, path, "a list or a map", "write - name lines below it") ?? [];
  return node.items.flatMap((item): [string, undefined][] => {
    const name = anyText(item, reading, path);
    return name === undefined ? [] : [[name, undefined]];
  });
}

const pool = object<IpamPool>({ subnet: text, gateway: text, ip_range: text, aux_addresses: options });

/** Compose accepts `options` and ignores it. */
const ipam = object<Network["ipam"]>({
  driver: text,
  config: list(pool),
  options: (node, reading, path) => {
    options(node, reading, path);
    return undefined;
  },
});

const settings = named(
  object<Network>({
    name: anyText,
    driver: text,
    driver_opts: options,
    ipam,
    external,
    internal: flag(),
    attachable: flag(),
    labels: mapping,
    enable_ipv4: flag({ keepFalse: true }),
    enable_ipv6: flag({ keepFalse: true }),
  }),
);

export const network: Reader<Network> = (node, reading, path) => {
  const found = settings(node, reading, path);
  if (found) found.ipam ??= {};
  return found;
};

export const networksSection = record(network);
