import { type Engine, EngineError } from "../../lib/docker/client.ts";
import type { EngineInfo } from "../../lib/docker/engine-info.ts";
import { machineUse } from "../../lib/docker/machine.ts";
import type { RecordedHost } from "../../lib/state/index.ts";
import type { HostStatus } from "../../lib/status/index.ts";
import { orAfter, patience } from "./time-limit.ts";

/** A host that the state records, and its engine. */
export interface HostEngine {
  readonly host: RecordedHost;
  readonly engine: Engine;
  readonly info: Promise<EngineInfo>;
}

/** Asks all hosts for their versions, disks and memory at the same time. A host that does not answer is unreachable. */
export async function hostStatuses(hosts: readonly HostEngine[]): Promise<HostStatus[]> {
  const asked = await Promise.all(hosts.map(hostStatus));
  return asked.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function hostStatus({ host: { name }, engine, info }: HostEngine): Promise<HostStatus> {
  try {
    const late = new EngineError(engine.address, "no answer in time");
    return { name, isReachable: true, ...(await orAfter(patience, statusOf(engine, info), late)) };
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return { name, isReachable: false };
  }
}

async function statusOf(
  engine: Engine,
  asked: Promise<EngineInfo>,
): Promise<Pick<HostStatus, "engine" | "disk" | "memory">> {
  const info = await asked;
  const use = await machineUse(engine, info);
  return {
    engine: info.ServerVersion,
    ...(use && { disk: use.disk }),
    memory: use?.memory ?? { total: info.MemTotal },
  };
}
