import type { Engine } from "./client.ts";

/** The used part of `docker info`. */
export interface EngineInfo {
  /** Name of the engine's machine. */
  readonly Name: string;
  /** The engine's version, such as `28.5.1`. */
  readonly ServerVersion: string;
  /** Bytes. */
  readonly MemTotal: number;
  /** The log driver of containers that name none. */
  readonly LoggingDriver: string;
  /** True if containers go on while the engine restarts. */
  readonly LiveRestoreEnabled: boolean;
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

/** Settings of an engine that alter what its containers mean. */
export interface EngineSettings {
  /** True if containers go on while the engine restarts. */
  readonly liveRestore: boolean;
  /** The log driver of containers that name none. */
  readonly logDriver: string;
}

export function engineSettings({ LiveRestoreEnabled, LoggingDriver }: EngineInfo): EngineSettings {
  return { liveRestore: LiveRestoreEnabled, logDriver: LoggingDriver };
}
