import { withoutUndefined } from "../compose/defined.ts";
import { portFields } from "../compose/ports.ts";
import type { NetworkAttachment, PortFields } from "../compose/provider-fields.ts";
import type { InspectedContainer, InspectedEndpoint } from "../docker/inspected-container.ts";
import { type InputReadings, type Inputs, keyValueTexts, readAsSet } from "./input-reading.ts";

/** Readings of ports, hosts, DNS and shared namespaces. */
export const networkingReadings: InputReadings<
  "ports" | "hosts" | "dns" | "dnsOpts" | "dnsSearches" | "networkMode" | "pidMode" | "ipcMode"
> = {
  ports: readAsSet(
    ({ HostConfig }) =>
      Object.entries(HostConfig.PortBindings ?? {}).flatMap(([port, bindings]) => {
        const [internal, protocol = "tcp"] = port.split("/");
        return (bindings ?? []).map(({ HostIp: ip, HostPort }) =>
          portFields({ ip, published: Number(HostPort), target: Number(internal), protocol }),
        );
      }),
    (wanted) => wanted.map(normalPort),
  ),
  hosts: readAsSet(({ HostConfig }) =>
    HostConfig.ExtraHosts?.map((entry) => {
      const cut = entry.indexOf(":");
      return { host: entry.slice(0, cut), ip: entry.slice(cut + 1) };
    }),
  ),
  dns: readAsSet(({ HostConfig }) => HostConfig.Dns as string[] | null),
  dnsOpts: readAsSet(({ HostConfig }) => HostConfig.DnsOptions as string[] | null),
  dnsSearches: readAsSet(({ HostConfig }) => HostConfig.DnsSearch as string[] | null),
  // In its own networks, a container of Compose has one network's name as its mode.
  networkMode: {
    read: (container) => {
      const { NetworkMode: mode } = container.HostConfig;
      return Object.hasOwn(container.NetworkSettings.Networks, mode) || mode === "default"
        ? bridge(mode)
        : mode;
    },
    expected: (wanted = "bridge") => wanted,
  },
  pidMode: { read: ({ HostConfig }) => HostConfig.PidMode },
  ipcMode: { read: ({ HostConfig }) => HostConfig.IpcMode },
};

function bridge(mode: string): string {
  return mode === "host" || mode === "none" ? mode : "bridge";
}

function normalPort({ internal, external = 0, ip = "", protocol = "tcp" }: PortFields): PortFields {
  return portFields({ ip, published: external, target: internal, protocol });
}

/** An entry of `networksAdvanced`. */
export interface Attachment extends NetworkAttachment {
  readonly name: string;
}

/** The networks of a container, without values that the engine adds itself. */
export function inspectedAttachments(
  container: InspectedContainer,
  { networksAdvanced = [] }: Inputs,
): Attachment[] {
  const wanted = new Map((networksAdvanced as Attachment[]).map((each) => [each.name, each]));
  const { Id, Config, HostConfig, NetworkSettings } = container;
  const isOwn = /^(host|none|bridge|default|container:.*)$/.test(HostConfig.NetworkMode);
  return Object.entries(NetworkSettings.Networks)
    .filter(([name]) => !(isOwn && ["host", "none", "bridge"].includes(name)))
    .map(([name, endpoint]) =>
      attachment(name, endpoint, [Id.slice(0, 12), Config.Hostname], wanted.get(name)),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The wanted entries of `networksAdvanced` in the same form. */
export function wantedAttachments({ networksAdvanced = [] }: Inputs): Attachment[] {
  return (networksAdvanced as Attachment[]).map(normal).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function attachment(
  name: string,
  { Aliases, IPAMConfig, MacAddress, DriverOpts, GwPriority }: InspectedEndpoint,
  automatic: readonly string[],
  wanted: Attachment | undefined,
): Attachment {
  const isAsked = (alias: string) => !automatic.includes(alias) || wanted?.aliases?.includes(alias);
  return normal({
    name,
    aliases: [...new Set((Aliases ?? []).filter(isAsked))],
    ipv4Address: IPAMConfig?.IPv4Address ?? "",
    ipv6Address: IPAMConfig?.IPv6Address ?? "",
    linkLocalIps: [...(IPAMConfig?.LinkLocalIPs ?? [])],
    macAddress: wanted?.macAddress === undefined ? "" : (MacAddress ?? ""),
    driverOpts: keyValueTexts(DriverOpts),
    gwPriority: GwPriority ?? 0,
  });
}

function normal({ name, gwPriority, ...rest }: Attachment): Attachment {
  const list = (values: readonly string[] = []) => (values.length > 0 ? [...values].sort() : undefined);
  return withoutUndefined({
    name,
    aliases: list(rest.aliases),
    ipv4Address: rest.ipv4Address || undefined,
    ipv6Address: rest.ipv6Address || undefined,
    linkLocalIps: list(rest.linkLocalIps),
    macAddress: rest.macAddress || undefined,
    driverOpts: list(rest.driverOpts),
    gwPriority: gwPriority || undefined,
  }) as Attachment;
}
