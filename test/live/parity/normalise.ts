export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** An object of the engine, as `docker inspect` prints it. */
export type Inspected = Readonly<Record<string, Json>>;

/** What to call objects whose ids stand in others: `sha256:…` of images, ids of containers. */
export type Names = ReadonlyMap<string, string>;

/**
 * What a value becomes that differs between any two objects of one description: ids, times, process numbers, addresses
 * that the engine chose, paths with an id in them. `*` is any one key. Only what is there is replaced, and what is
 * empty stays empty.
 */
const generated: Readonly<Record<string, readonly string[]>> = {
  container: [
    ...["Id", "Created", "ResolvConfPath", "HostnamePath", "HostsPath", "LogPath"],
    ...["State.StartedAt", "State.FinishedAt", "State.Pid", "State.Health.Log", "ExecIDs"],
    ...["GraphDriver.Data.LowerDir", "GraphDriver.Data.MergedDir"],
    ...["GraphDriver.Data.UpperDir", "GraphDriver.Data.WorkDir"],
    ...["SandboxID", "SandboxKey", "EndpointID", "IPAddress", "MacAddress"].map(
      (key) => `NetworkSettings.${key}`,
    ),
    ...["NetworkID", "EndpointID"].map((key) => `NetworkSettings.Networks.*.${key}`),
  ],
  network: ["Id", "Created"],
  volume: ["CreatedAt"],
};

/** A label with a list of services, which compose writes in the order of a map of Go. */
const dependencies = "com.docker.compose.depends_on";

/** Lists whose order means nothing, and why it can differ. */
const unordered: Readonly<Record<string, string>> = {
  "Config.Env": "compose sends variables in the order of a map of Go, another one each time",
  "NetworkSettings.Networks.*.Aliases": "a name is an alias or is not; compose writes some of them twice",
  "HostConfig.Binds": "the provider keeps a set; the engine mounts outer folders before inner ones",
  "HostConfig.Mounts": "the provider keeps a set; the engine mounts outer folders before inner ones",
  "HostConfig.Devices": "the provider keeps a set; each is a file of its own",
  "HostConfig.ExtraHosts": "the provider keeps a set; each is a line of its own in /etc/hosts",
  "HostConfig.GroupAdd": "the provider keeps a set; groups have no order",
  "HostConfig.SecurityOpt": "the provider keeps a set; each is about something else",
  "HostConfig.Ulimits": "the provider keeps a set; each is about something else",
  Mounts: "the engine shows them in the order of a map of Go",
};

/** An object as it would be printed for every other one of the same description. */
export function normalised(
  kind: "container" | "network" | "volume",
  object: Inspected,
  names: Names,
): Inspected {
  const result = JSON.parse(named(JSON.stringify(object), names));
  for (const path of generated[kind] ?? []) change(result, path.split("."), mark);
  if (kind === "container") normaliseContainer(result);
  if (kind === "network") result.Containers = membersOf(result);
  return result;
}

/** Ids, whole or short, by the names of what has them. */
function named(text: string, names: Names): string {
  return [...names].reduce(
    (result, [id, name]) => result.replaceAll(id, `<${name}>`).replaceAll(id.slice(0, 12), `<${name}>`),
    text,
  );
}

function normaliseContainer(container: Record<string, Json>): void {
  change(container, ["Mounts", "*"], withoutNames);
  for (const path of Object.keys(unordered)) change(container, path.split("."), sorted);
  change(container, ["NetworkSettings", "Networks", "*"], (network) => normaliseEndpoint(network as never));
  change(container, ["NetworkSettings", "Ports", "*"], (bindings) => chosenPorts(bindings, container));
  change(container, ["Config", "Labels", dependencies], (list) => String(list).split(",").sort().join());
}

/** Addresses that the description names stay as they are. */
function normaliseEndpoint(network: Record<string, Json>): Json {
  const declared = (network.IPAMConfig ?? {}) as Record<string, Json>;
  if (!declared.IPv4Address) change(network, ["IPAddress"], mark);
  if (!declared.IPv6Address) change(network, ["GlobalIPv6Address"], mark);
  change(network, ["MacAddress"], mark);
  return network;
}

/** Ports of the machine that the engine chose. */
function chosenPorts(bindings: Json, container: Record<string, Json>): Json {
  const wanted = JSON.stringify((container.HostConfig as { PortBindings?: Json }).PortBindings ?? {});
  if (!Array.isArray(bindings)) return bindings;
  return bindings.map((binding) => {
    const { HostPort } = binding as { HostPort: string };
    const isFixed = wanted.includes(`"HostPort":"${HostPort}"`);
    return isFixed ? binding : { ...(binding as object), HostPort: "<generated>" };
  });
}

/** Each item once, in the order of their texts. */
function sorted(list: Json): Json {
  if (!Array.isArray(list)) return list;
  const texts = list.map((item) => JSON.stringify(item));
  return [...new Set(texts)].sort().map((text) => JSON.parse(text));
}

/** Volumes without a name have an id for one. */
function withoutNames(mount: Json): Json {
  return JSON.parse(JSON.stringify(mount).replaceAll(/[0-9a-f]{64}/g, "<anonymous>"));
}

/** The containers of a network, by their names. */
function membersOf(network: Record<string, Json>): Json {
  const members = Object.values((network.Containers ?? {}) as Record<string, { Name: string }>);
  return members.map(({ Name }) => Name).sort();
}

function mark(value: Json): Json {
  const isEmpty = value === "" || value === 0;
  return isEmpty ? value : "<generated>";
}

/** Replaces what stands at a path, where something does. */
function change(target: Json, [key, ...rest]: readonly string[], to: (value: Json) => Json): void {
  if (typeof target !== "object" || target === null || key === undefined) return;
  const object = target as Record<string, Json>;
  for (const each of key === "*" ? Object.keys(object) : [key]) {
    const value = object[each];
    if (value === undefined) continue;
    if (rest.length > 0) change(value, rest, to);
    else object[each] = to(value);
  }
}
