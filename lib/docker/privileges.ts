import { readFileSync } from "node:fs";
import { isLocal } from "./address.ts";

/**
 * True if an engine can give a container all privileges. An engine inside a container without all privileges cannot. This
 * is checked for this machine only, and assumed for others.
 */
export function canPrivilege(engine: string): boolean {
  if (!isLocal(engine) || process.platform !== "linux") return true;
  const mask = /^CapBnd:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  const last = Number(readFileSync("/proc/sys/kernel/cap_last_cap", "utf8"));
  return BigInt(`0x${mask}`) === (1n << BigInt(last + 1)) - 1n;
}
