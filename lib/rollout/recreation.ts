import type {
  InspectedContainer,
  InspectedEndpoint,
  InspectedHostConfig,
} from "../docker/inspected-container.ts";
import type { Labels } from "../docker/labels.ts";
import { anonymousVolumes } from "../docker/volume-keeper.ts";

/** How to create a removed container again. */
export interface Recreation {
  /** Body of the API request. */
  readonly body: object;
  /** Networks to leave after the creation, and networks to join before the start, with their endpoints. */
  readonly leave: readonly string[];
  readonly join: readonly (readonly [network: string, endpoint: object])[];
}

/**
 * The creation of a container that equals a removed one, except for its id and these labels.
 * @param currentId gives the current id of another container by the id that it had when the record was made
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
 * Leaves out what Docker filled in: a hostname and the image's ports. For a container in another one's network Docker
 * refuses these.
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

/** Mounts anonymous volumes by their names. Those that come from another container are mounted with it. */
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

/** Leaves out what Docker added: the short id among the aliases, and a MAC address made from the IP address. */
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
