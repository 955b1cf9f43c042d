import { createSocket } from "node:dgram";
import { createServer } from "node:net";

/** A port of a host. */
export interface Port {
  /** Address of the host; empty for all. */
  readonly ip: string;
  readonly port: number;
  /** `tcp`, `udp` or `sctp`. */
  readonly protocol: string;
}

/** Such as `127.0.0.1:8080/tcp`; without an address `8080/tcp`. */
export function portText({ ip, port, protocol }: Port): string {
  const host = ip.includes(":") ? `[${ip}]:` : ip && `${ip}:`;
  return `${host}${port}/${protocol}`;
}

/** True where both cannot be bound at once. */
export function overlap(a: Port, b: Port): boolean {
  if (a.port !== b.port || a.protocol !== b.protocol) return false;
  return addresses(a.ip).some((one) => addresses(b.ip).some((other) => meet(one, other)));
}

/**
 * True where a process of this machine has the port. Tried by binding it, as Docker would; an address that
 * cannot be tried (no rights, no such address here) counts as free.
 */
export async function isBound({ ip, port, protocol }: Port): Promise<boolean> {
  const attempt = protocol === "tcp" ? bindTcp : protocol === "udp" ? bindUdp : undefined;
  if (!attempt) return false;
  const codes = await Promise.all(addresses(ip).map((address) => attempt(address, port)));
  return codes.includes("EADDRINUSE");
}

const wildcards = ["0.0.0.0", "::"];

/** Docker binds a port without an address for both families. */
function addresses(ip: string): string[] {
  return ip === "" ? wildcards : [ip];
}

function meet(a: string, b: string): boolean {
  if (a.includes(":") !== b.includes(":")) return false;
  return a === b || wildcards.includes(a) || wildcards.includes(b);
}

type Code = string | undefined;

function bindTcp(host: string, port: number): Promise<Code> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ host, port, ipv6Only: true, exclusive: true }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

function bindUdp(address: string, port: number): Promise<Code> {
  return new Promise((resolve) => {
    const six = address.includes(":");
    const socket = createSocket({ type: six ? "udp6" : "udp4", ipv6Only: six });
    socket.once("error", (error: NodeJS.ErrnoException) => {
      socket.close();
      resolve(error.code);
    });
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(undefined)));
  });
}
