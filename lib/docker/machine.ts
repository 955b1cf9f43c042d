import { readFile, statfs } from "node:fs/promises";
import { hostname } from "node:os";
import { isLocal, parseAddress, tunnelledAddress } from "./address.ts";
import type { Engine } from "./client.ts";
import type { EngineInfo } from "./engine-info.ts";
import { runThroughTunnel } from "./tunnel.ts";

/** Bytes. */
export interface Amount {
  readonly used: number;
  readonly total: number;
}

/** The use of a machine's disk and memory. */
export interface MachineUse {
  /** The file system of the engine's data. */
  readonly disk: Amount;
  readonly memory: Amount;
}

/**
 * Looks at the machine of an engine: here, or over ssh. The Engine API does not tell, so nothing is known of a machine with
 * `tcp://`, of one where the user may not run commands, and of an engine in a virtual machine.
 * @param info of that engine
 */
export async function machineUse({ address }: Engine, info: EngineInfo): Promise<MachineUse | undefined> {
  const ssh = parseAddress(tunnelledAddress(address) ?? address);
  try {
    if (isLocal(address))
      return info.Name === hostname() ? await ofThisMachine(info.DockerRootDir) : undefined;
    if (ssh?.kind !== "ssh") return undefined;
    return machineUseIn(await runThroughTunnel(ssh, lookCommand(info.DockerRootDir)), info.Name);
  } catch {
    return undefined;
  }
}

async function ofThisMachine(folder: string): Promise<MachineUse | undefined> {
  const [{ blocks, bfree, bavail, bsize }, meminfo] = await Promise.all([
    statfs(folder),
    readFile("/proc/meminfo", "utf8"),
  ]);
  const used = (blocks - bfree) * bsize;
  const memory = memoryIn(meminfo);
  return memory && { memory, disk: { used, total: used + bavail * bsize } };
}

/** A shell command that prints a machine's name, the use of a folder's file system, and its memory. */
export function lookCommand(folder: string): string {
  return `uname -n; df -Pk '${folder.replaceAll("'", "'\\''")}'; cat /proc/meminfo`;
}

/** Parses the output of `lookCommand`. Undefined for other output, and for a machine with another name. */
export function machineUseIn(said: string, machine: string): MachineUse | undefined {
  const [name, , sizes = ""] = said.split("\n");
  // The name of a file system may hold blanks.
  const [, , used, available] = /\s(\d+)\s+(\d+)\s+(\d+)\s+\d+%/.exec(sizes) ?? [];
  const memory = memoryIn(said);
  if (name !== machine || !memory) return undefined;
  const disk = { used: Number(used) * 1024, total: (Number(used) + Number(available)) * 1024 };
  return Number.isFinite(disk.total) ? { disk, memory } : undefined;
}

function memoryIn(meminfo: string): Amount | undefined {
  const bytes = (name: string) => Number(new RegExp(`^${name}: +(\\d+) kB`, "m").exec(meminfo)?.[1]) * 1024;
  const [total, available] = [bytes("MemTotal"), bytes("MemAvailable")];
  return Number.isFinite(total - available) ? { used: total - available, total } : undefined;
}
