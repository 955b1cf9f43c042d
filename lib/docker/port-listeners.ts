import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import type { Port } from "./ports.ts";

/** The process of this machine that has a port, such as `nginx (pid 812)`; undefined where it cannot be seen. */
export function processOn(port: Port): string | undefined {
  const sockets = new Set(["", "6"].flatMap((family) => inodes(`/proc/net/${port.protocol}${family}`, port)));
  const pid = list("/proc").find((each) => /^\d+$/.test(each) && holdsOne(each, sockets));
  return pid && `${programOf(pid)} (pid ${pid})`;
}

/** The program alone: arguments may hold secrets. */
function programOf(pid: string): string {
  const [program = ""] = read(`/proc/${pid}/cmdline`).split("\0");
  return basename(program) || "a process";
}

const [tcpListening, udpBound] = ["0A", "07"];

/** Sockets of one table of /proc/net that wait on the port. */
function inodes(table: string, { port }: Port): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
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

/** Processes end, or belong to others, while one looks. */
function attempt<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}
