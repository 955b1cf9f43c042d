import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Where process numbers mean the same. Containers of one machine, and machines that share a folder, can have the same
 * host name; their processes can have the same numbers.
 */
export interface ProcessSpace {
  readonly hostname: string;
  /** Of this start of the machine. */
  readonly boot: string;
  /** Of the process numbers; empty where the system has only one such namespace. */
  readonly namespace: string;
}

/** Where this process runs; undefined where the system does not tell. */
export function ownProcessSpace(): ProcessSpace | undefined {
  if (process.platform === "darwin") {
    const { stdout } = spawnSync("sysctl", ["-n", "kern.bootsessionuuid"], { encoding: "utf8" });
    const boot = stdout?.trim();
    return boot ? { hostname: hostname(), boot, namespace: "" } : undefined;
  }
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return { hostname: hostname(), boot, namespace: readlinkSync("/proc/self/ns/pid") };
  } catch {
    return undefined;
  }
}

export function isSameSpace(one: Partial<ProcessSpace>, other: ProcessSpace | undefined): boolean {
  return (
    other !== undefined &&
    one.hostname === other.hostname &&
    one.boot === other.boot &&
    one.namespace === other.namespace
  );
}

/**
 * Whether a process of this place is the Pulumi CLI. Another process may have its number by now, and a killed one keeps
 * its number until its parent has noticed.
 */
export function isPulumi(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const stat = ownProcStat(pid);
  return stat === undefined || /^\d+ \(pulumi[^)]*\) [^Z]/.test(stat);
}

/** Undefined where /proc is missing, or shows the process numbers of another namespace. */
function ownProcStat(pid: number): string | undefined {
  try {
    if (readlinkSync("/proc/self") !== String(process.pid)) return undefined;
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}
