import { readFileSync } from "node:fs";
import { isLocal } from "./address.ts";

/**
 * Whether an engine can give a container all privileges. One inside a container that lacks some itself cannot; such an
 * engine is on this machine, whose own limits are its limits. Of other machines the usual is assumed.
 */
export function allowsPrivileged(engine: string): boolean {
  if (!isLocal(engine) || process.platform !== "linux") return true;
  const mask = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  const last = Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));
  return BigInt(`0x${mask}`) === (1n << BigInt(last + 1)) - 1n;
}
