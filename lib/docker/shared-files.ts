import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { isLocal } from "./address.ts";
import type { EngineInfo } from "./engine-info.ts";

/**
 * True if an engine sees the same files as this program. It does not if the program runs in a container with the engine's
 * socket, or if the engine runs in a virtual machine.
 */
export function sharesFiles(address: string, { Name, DockerRootDir }: EngineInfo): boolean {
  return isLocal(address) && Name === hostname() && existsSync(DockerRootDir);
}
