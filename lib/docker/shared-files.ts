import { existsSync } from "node:fs";
import { hostname } from "node:os";
import { isLocal } from "./address.ts";
import type { Engine } from "./client.ts";

/**
 * Whether the files that an engine sees are those of this program. They are not where the program runs in a container
 * that was given the engine's socket, or the engine in a virtual machine.
 */
export async function sharesFiles(engine: Engine): Promise<boolean> {
  if (!isLocal(engine.address)) return false;
  const info = (await engine.request("GET", "/info")) as { Name: string; DockerRootDir: string };
  return info.Name === hostname() && existsSync(info.DockerRootDir);
}
