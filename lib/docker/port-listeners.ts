import { createSocket } from "node:dgram";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { createServer } from "node:net";
import { basename } from "node:path";
import type { PortBinding } from "../compose/ports.ts";

/** A port of this machine. */
export type HostPort = Pick<PortBinding, "ip" | "published" | "protocol">;

/**
 * True if a process of this machine has bound the port. This binds the port for a moment, as Docker would. An address that
 * cannot be bound here, because of missing rights for example, counts as free.
 */
export async function isBound({ ip, published, protocol }: HostPort): Promise<boolean> {
  const attempt = protocol === "tcp" ? bindTcp : protocol === "udp" ? bindUdp : undefined;
  if (!attempt) return false;
  // Docker binds a port without an address for IPv4 and IPv6.
  const addresses = ip === "" ? ["0.0.0.0", "::"] : [ip];
  const codes = await Promise.all(addresses.map((address) => attempt(address, published)));
  return codes.includes("EADDRINUSE");
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

/** The process of this machine that has bound a port, such as `nginx (pid 812)`. Undefined if it is not visible. */
export function processListeningOn(port: HostPort): string | undefined {
  const sockets = new Set(["", "6"].flatMap((family) => inodes(`/proc/net/${port.protocol}${family}`, port)));
  const pid = list("/proc").find((each) => /^\d+$/.test(each) && holdsOne(each, sockets));
  return pid && `${programOf(pid)} (pid ${pid})`;
}

/** The program's name without arguments, which may contain secrets. */
function programOf(pid: string): string {
  const [program = ""] = read(`/proc/${pid}/cmdline`).split("\0");
  return basename(program) || "a process";
}

const [tcpListening, udpBound] = ["0A", "07"];

/** Inodes of listening sockets of the port, from a table in /proc/net. */
function inodes(table: string, { published }: HostPort): string[] {
  const suffix = `:${published.toString(16).toUpperCase().padStart(4, "0")}`;
  return read(table)
    .split("\n")
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) && (state === tcpListening || state === udpBound))
    .map((columns) => `socket:[${columns[9]}]`);
}

function holdsOne(pid: string, sockets: ReadonlySet<string>): boolean {
  return list(`/proc/${pid}/fd`).some((fd) =>
    sockets.has(attempt(() => readlinkSync(`/proc/${pid}/fd/${fd}`), "")),
  );
}

function list(folder: string): string[] {
  return attempt(() => readdirSync(folder), []);
}

function read(file: string): string {
  return attempt(() => readFileSync(file, "utf8"), "");
}

/** Reads with a default, because a process may end meanwhile or belong to another user. */
function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
