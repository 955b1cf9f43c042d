import type { Engine } from "./client.ts";

/** The used part of `docker info`. */
export interface EngineInfo {
  /** Name of the engine's machine. */
  readonly Name: string;
  /** Folder of the engine's data. */
  readonly DockerRootDir: string;
  /** Runtimes by name. */
  readonly Runtimes: Readonly<Record<string, unknown>>;
  readonly Swarm?: { readonly LocalNodeState?: string };
}

export async function engineInfo(engine: Engine): Promise<EngineInfo> {
  return (await engine.request("GET", "/info")) as EngineInfo;
}

export function isInSwarm({ Swarm }: EngineInfo): boolean {
  return Swarm?.LocalNodeState === "active";
}
