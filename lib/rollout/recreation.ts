import type {
  InspectedContainer,
  InspectedEndpoint,
  InspectedHostConfig,
} from "../docker/inspected-container.ts";
import type { Labels } from "../docker/labels.ts";
import { anonymousVolumes } from "../docker/volume-keeper.ts";

/** How to make a container again. */
export interface Recreation {
  /** Body of the API's creation. */
  readonly body: object;
  /** Networks to leave at once, and those to join before it starts, with their endpoints. */
  readonly leave: readonly string[];
  readonly join: readonly (readonly [network: string, endpoint: object])[];
}

/**
 * From a container that was removed, one that equals it but for its id and these labels.
 * @param currentId of another container, by the id it had when the record was made
 */
export function recreation(
  record: InspectedContainer,
  labels: Labels,
  currentId: (former: string) => string,
): Recreation {
  const { Config, HostConfig, Image } = record;
  const { NetworkMode: mode } = HostConfig;
  const endpoints = Object.entries(record.NetworkSettings.Networks).map(
    ([network, endpoint]) => [network, endpointAgain(endpoint, record.Id)] as const,
  );
  const isShared = /^(container:|host$|none$)/.test(mode);
  const first = endpoints.filter(([network]) => network === mode);
  const isOnBridge = endpoints.some(([network]) => network === "bridge");
  return {
    body: {
      ...configAgain(Config, record.Id, mode),
      Image,
      Labels: { ...Config.Labels, ...labels },
      HostConfig: hostConfigAgain(withAnonymousVolumes(HostConfig, record), currentId),
      ...(!isShared &&
        first.length > 0 && { NetworkingConfig: { EndpointsConfig: Object.fromEntries(first) } }),
    },
    leave: /^(default|bridge|)$/.test(mode) && !isOnBridge ? ["bridge"] : [],
    join: isShared ? [] : endpoints.filter(([network]) => network !== mode && network !== "bridge"),
  };
}

/**
 * Docker fills in a hostname where none was given, and the ports of the image. In another container's network it
 * fills in what it then refuses.
 */
function configAgain(
  { Hostname = "", ExposedPorts, ...config }: InspectedContainer["Config"],
  id: string,
  mode: string,
) {
  if (mode.startsWith("container:")) return config;
  const isGiven = Hostname !== shortId(id) && mode !== "host";
  return { ...config, ExposedPorts, ...(isGiven && { Hostname }) };
}

function hostConfigAgain(config: InspectedHostConfig, currentId: (former: string) => string): object {
  const shared = (["NetworkMode", "PidMode", "IpcMode"] as const).map((key) => {
    const former = /^container:(.+)$/.exec(String(config[key] ?? ""))?.[1];
    return [key, former === undefined ? config[key] : `container:${currentId(former)}`];
  });
  const volumes = config.VolumesFrom?.map((from) => {
    const [former = "", ...mode] = from.split(":");
    return [currentId(former), ...mode].join(":");
  });
  return { ...config, ...Object.fromEntries(shared), VolumesFrom: volumes ?? null };
}

/** By their names, as nothing else says which they were. Those of another container come with it. */
function withAnonymousVolumes(config: InspectedHostConfig, record: InspectedContainer): InspectedHostConfig {
  const volumes = new Map(anonymousVolumes(record).map(({ target, name }) => [target, name]));
  if (volumes.size === 0 || config.VolumesFrom?.length) return config;
  const mounts = config.Mounts ?? [];
  const known = new Set(mounts.map(({ Target }) => Target));
  const ofImage = [...volumes].filter(([target]) => !known.has(target));
  return {
    ...config,
    Mounts: mounts.map((mount) => {
      const name = mount.Type === "volume" && !mount.Source ? volumes.get(mount.Target) : undefined;
      return name === undefined ? mount : { ...mount, Source: name };
    }),
    Binds: [...(config.Binds ?? []), ...ofImage.map(([target, name]) => `${name}:${target}`)],
  };
}

/** Docker adds the short id to the aliases, and makes a MAC address of the IP address where none was given. */
function endpointAgain(endpoint: InspectedEndpoint, id: string): object {
  const { Aliases, IPAMConfig, IPAddress = "", MacAddress, DriverOpts, Links, GwPriority } = endpoint;
  const made = ["02:42", ...IPAddress.split(".").map((part) => hexByte(Number(part)))].join(":");
  const given = {
    Aliases: Aliases?.filter((alias) => alias !== shortId(id)),
    IPAMConfig,
    MacAddress: MacAddress === made ? undefined : MacAddress,
    DriverOpts,
    Links,
    GwPriority,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value));
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, "0");
}

function shortId(id: string): string {
  return id.slice(0, 12);
}
