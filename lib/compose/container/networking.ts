import { withoutUndefined } from "../defined.ts";
import { sharedService } from "../dependency-order.ts";
import type { Port, ServiceNetwork } from "../model.ts";
import type { NetworkAttachment } from "../provider-fields.ts";
import type { SharedNamespace } from "../stack-plan.ts";
import {
  type ContainerBuilder,
  type Handler,
  type Handlers,
  limited,
  readElsewhere,
  withoutEffect,
} from "./container-builder.ts";
import { externalLinks, links } from "./links.ts";
import { addSpan } from "./port-spans.ts";
import { addressSetOrder } from "./set-order.ts";

/** Handlers of ports, networks, hosts, DNS and shared namespaces. */
export const networkingHandlers: Handlers<
  | "ports"
  | "expose"
  | "networks"
  | "network_mode"
  | "pid"
  | "ipc"
  | "links"
  | "external_links"
  | "extra_hosts"
  | "dns"
  | "dns_search"
  | "dns_opt"
  | "mac_address"
> = {
  ports: limited(
    "Of a range of host ports, each replica takes the next one; the range must be long enough. `name`, `mode` and `app_protocol` have no effect.",
    (ports, subject) => {
      for (const [index, port] of ports.entries()) addPort(port, index, subject);
      // Ports are read back from the running container, with an entry for IPv4 and one for IPv6.
      if (subject.ports.length > 0) subject.unreadable.add("ports");
    },
  ),
  expose: withoutEffect("expose", "containers of one network reach every port of each other"),
  networks: readElsewhere,
  network_mode: namespace("networkMode", "network_mode"),
  pid: namespace("pidMode", "pid"),
  ipc: namespace("ipcMode", "ipc"),
  links,
  external_links: externalLinks,
  extra_hosts: (hosts, { fields, unreadable }) => {
    fields.hosts = hosts.map((entry) => {
      const cut = entry.indexOf("=");
      return { host: entry.slice(0, cut), ip: entry.slice(cut + 1) };
    });
    if (fields.hosts.some(({ ip }) => ip.includes(":"))) unreadable.add("hosts");
  },
  // The provider treats these as sets and sends them in its own order. The order of search domains matters.
  dns: limited("Asked in an order of the provider's, which a note tells.", (servers, subject) => {
    subject.fields.dns = addressSetOrder(servers);
    if (String(servers) !== String(subject.fields.dns))
      subject.note(
        "dns",
        `asked in the order ${subject.fields.dns.join(", ")}, which the provider gives a set`,
      );
  }),
  dns_search: limited("Refused if the provider would send another order.", (domains, subject) => {
    const sent = addressSetOrder(domains);
    if (String(sent) === String(domains)) subject.fields.dnsSearches = [...domains];
    else
      subject.refuse(
        "dns_search",
        `the order ${domains.join(", ")}`,
        `write them in the order ${sent.join(", ")}`,
      );
  }),
  dns_opt: (options, { fields }) => {
    fields.dnsOpts = addressSetOrder(options);
  },
  mac_address: limited("Needs a network of the service's own.", (_, subject) => {
    if (Object.keys(subject.service.networks ?? {}).length === 0) {
      subject.refuse(
        "mac_address",
        "a container without networks of its own",
        "remove mac_address or name a network",
      );
    }
  }),
};

/** An entry of `networksAdvanced` without the network's name. Its aliases are those of compose and of links. */
export function attachment(
  name: string,
  containerName: string,
  settings: ServiceNetwork | null,
  mac: string | undefined,
  linked: readonly string[] = [],
): NetworkAttachment {
  const { aliases, driver_opts, interface_name, mac_address = mac } = settings ?? {};
  const options = { ...driver_opts, ...(interface_name ? { [INTERFACE_NAME]: interface_name } : {}) };
  const driverOpts = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  return withoutUndefined({
    aliases: [...new Set([containerName, name, ...(aliases ?? []), ...linked])],
    ipv4Address: settings?.ipv4_address,
    ipv6Address: settings?.ipv6_address,
    linkLocalIps: settings?.link_local_ips,
    macAddress: mac_address,
    driverOpts: driverOpts.length > 0 ? driverOpts : undefined,
    gwPriority: settings?.gw_priority,
  });
}

const INTERFACE_NAME = "com.docker.network.endpoint.ifname";

/** The networks of a service, sorted by priority (highest first) and then by name. */
export function byPriority(
  networks: Record<string, ServiceNetwork | null>,
): [string, ServiceNetwork | null][] {
  return Object.entries(networks).sort(
    ([a, x], [b, y]) => (y?.priority ?? 0) - (x?.priority ?? 0) || (a < b ? -1 : 1),
  );
}

function addPort(port: Port, index: number, subject: ContainerBuilder): void {
  const { target, published = "", host_ip: ip = "", protocol = "tcp" } = port;
  const key = `ports.${index}`;
  if (port.mode === "host" || port.name || port.app_protocol) {
    subject.note(key, "name, mode and app_protocol mean something to a swarm only");
  }
  if (published.includes("-")) addSpan(port, index, subject);
  else {
    const where = subject.where(key, port);
    subject.ports.push({ ip, published: Number(published), target, protocol, where });
  }
}

/** The handler of a shared namespace. It needs the other container's id, which only the component has. */
function namespace(field: SharedNamespace, key: string): Handler<string> {
  return limited(
    "Shares with a service of the same file; `container:<name>` is refused.",
    (mode, subject) => {
      const service = sharedService(mode, subject.model);
      if (service) subject.shares.push({ field, service });
      else if (/^(service|container):/.test(mode)) {
        subject.refuse(key, `"${mode}"`, "put both services into one file and write service:<name>");
      } else subject.fields[field] = mode;
      // The engine shows the domain name of the namespace's owner.
      const domainname =
        service && field === "networkMode" ? subject.model.services[service]?.domainname : undefined;
      if (domainname) subject.fields.domainname ??= domainname;
    },
  );
}
