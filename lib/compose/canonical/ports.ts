import { isIP } from "node:net";
import { withoutUndefined } from "../defined.ts";
import type { Port } from "../model.ts";
import { child, type Node } from "../tree/node.ts";
import { object, type Reader, type Reading, uniqueBy } from "./reader.ts";
import { integer, text, textOrNumber } from "./scalars.ts";

const long = object<Port>(
  {
    name: text,
    mode: text,
    host_ip: text,
    target: integer({ min: 1, max: 65535 }),
    published: textOrNumber,
    protocol: text,
    app_protocol: text,
  },
  ["target"],
);

const entries: Reader<Port[]> = (node, reading, path) => {
  if (node.kind !== "list") return reading.wrong(node, path, "a list", 'write a line `- "8080:80"` for each');
  const ports: Port[] = [];
  for (const [index, item] of node.items.entries()) {
    for (const port of entry(item, reading, `${path}[${index}]`)) ports.push(port);
    if (ports.length > MAX_PORTS) {
      return reading.wrong(item, path, `at most ${MAX_PORTS} ports`, "use network_mode: host for so many");
    }
  }
  return ports.length > 0 ? ports : undefined;
};

/** Limit of a service's ports: each is an entry of its own and a process of the engine. */
const MAX_PORTS = 20_000;

/** Ports. A range of the short syntax becomes an entry for each port. The last of equal entries counts. */
export const ports: Reader<Port[]> = uniqueBy(entries, ({ host_ip, published, target, protocol }) =>
  [host_ip ?? "0.0.0.0", published, target, protocol].join(" "),
);

function entry(item: Node, reading: Reading, path: string): Port[] {
  if (item.kind === "list") return reading.wrong(item, path, "a port", 'write "8080:80"') ?? [];
  const found =
    item.kind === "map" ? defaults(long(item, reading, path)) : parse(item.text, item, reading, path);
  for (const port of found) {
    reading.places.set(port, (child(item, "published") ?? item).at);
    if (port.host_ip !== undefined && isIP(port.host_ip) === 0) {
      reading.report(
        item.at,
        `${path} with an IP address`,
        `"${port.host_ip}"`,
        "write 127.0.0.1 or leave it out",
      );
    }
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(port.published ?? "0") ?? [];
    if (first === undefined || Number(last ?? first) > 65535 || Number(last ?? first) < Number(first)) {
      reading.report(
        item.at,
        `${path} with a port from 1 to 65535`,
        `"${port.published}"`,
        "choose a port in range",
      );
    }
  }
  return found;
}

function defaults(port: Port | undefined): Port[] {
  return port ? [{ protocol: "tcp", mode: "ingress", ...port }] : [];
}

const RANGE = /^\d+(-\d+)?$/;

/** Parses `[ip:][published:]target[/protocol]`. Each port may be a range. */
function parse(spec: string, item: Node, reading: Reading, path: string): Port[] {
  const fail = (expected: string, remedy: string) => reading.wrong(item, path, expected, remedy) ?? [];
  const parts = spec.split(":");
  const [targetText = "", protocol = "tcp"] = (parts.pop() ?? "").split("/");
  const hostText = parts.pop() || undefined;
  const address = parts.join(":").replace(/^\[(.*)\]$/, "$1") || undefined;
  if (!RANGE.test(targetText) || (hostText !== undefined && !RANGE.test(hostText)))
    return fail("[address:][published:]target[/protocol]", 'write "8080:80"');
  if (!["tcp", "udp", "sctp"].includes(protocol.toLowerCase())) {
    return fail("a port with tcp, udp or sctp", "correct the protocol");
  }
  const targets = range(targetText);
  const hosts = hostText === undefined ? undefined : range(hostText);
  if (!targets || (hostText !== undefined && !hosts))
    return fail("a port from 1 to 65535", "choose one in range");
  if (hosts && targets.length > 1 && hosts.length !== targets.length) {
    return fail("ranges of the same length", "make both ranges equally long");
  }
  return targets
    .map((target, index) => ({ target, published: publishedFor(index, targets, hosts, hostText) }))
    .sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1))
    .map(({ target, published }) =>
      withoutUndefined({
        mode: "ingress",
        host_ip: address,
        target,
        published,
        protocol: protocol.toLowerCase(),
      }),
    );
}

/** A range of host ports for one container port stays a range, and the engine chooses one of them. */
function publishedFor(index: number, targets: number[], hosts: number[] | undefined, text?: string) {
  if (!hosts) return undefined;
  return targets.length === 1 && hosts.length > 1 ? text : String(hosts[index]);
}

function range(text: string): number[] | undefined {
  const [first = 0, last = first] = text.split("-").map(Number);
  if (first < 0 || last > 65535 || last < first) return undefined;
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
