import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * A space in which process ids are unique. Containers of one machine, and machines that share a folder, may have the
 * same host name and the same process ids.
 */
export interface ProcessSpace {
  readonly hostname: string;
  /** Id of the machine's current boot. */
  readonly boot: string;
  /** The namespace of process ids. Empty if the system has only one. */
  readonly namespace: string;
}

/** The space of this process. Undefined if the system does not tell. */
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
 * True if a process of this space is the Pulumi CLI. Another process may have its id by now, and a killed process keeps
 * its id until its parent has collected it.
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

/** Undefined if /proc is missing, or shows the process ids of another namespace. */
function ownProcStat(pid: number): string | undefined {
  try {
    if (readlinkSync("/proc/self") !== String(process.pid)) return undefined;
    return readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return undefined;
  }
}
