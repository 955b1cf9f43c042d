import type { Engine } from "./client.ts";

/** What `docker info` says of an engine, the part that is used here. */
export interface EngineInfo {
  /** Name of its machine. */
  readonly Name: string;
  /** Folder of its data. */
  readonly DockerRootDir: string;
  /** By name. */
  readonly Runtimes: Readonly<Record<string, unknown>>;
  readonly Swarm?: { readonly LocalNodeState?: string };
}

export async function engineInfo(engine: Engine): Promise<EngineInfo> {
  return (await engine.request("GET", "/info")) as EngineInfo;
}

export function isInSwarm({ Swarm }: EngineInfo): boolean {
  return Swarm?.LocalNodeState === "active";
}
