import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { isLocal } from "./address.ts";
import type { EngineInfo } from "./engine-info.ts";

/**
 * Whether the files that an engine sees are those of this program. They are not where the program runs in a container
 * that was given the engine's socket, or the engine in a virtual machine.
 */
export function sharesFiles(address: string, { Name, DockerRootDir }: EngineInfo): boolean {
  return isLocal(address) && Name === hostname() && existsSync(DockerRootDir);
}
