import { type Engine, orMissing } from "./client.ts";
import { listContainers } from "./containers.ts";
import { type Labels, ofStage } from "./labels.ts";
import { listNetworks } from "./networks.ts";

/** What Docker lets anybody change on a living container; all else is settled when it is created. */
export interface LiveContainer {
  readonly running: boolean;
  readonly exitCode: number;
  /** `no`, `always`, `unless-stopped` or `on-failure`. */
  readonly restart: string;
  readonly maxRetryCount: number;
  /** Bytes, 0 without a limit. */
  readonly memory: number;
  /** Billionths of a processor, 0 without a limit. */
  readonly nanoCpus: number;
  readonly cpuShares: number;
  /** Names. */
  readonly networks: readonly string[];
  readonly labels: Labels;
}

/** What of a stage lives on an engine, by name. */
export interface Observation {
  readonly containers: ReadonlyMap<string, LiveContainer>;
  /** Labels of the networks. */
  readonly networks: ReadonlyMap<string, Labels>;
}

/** Each is a connection. */
const requestsAtATime = 16;

/** Looks at the containers and networks of a stage. Changes nothing. */
export async function observe(engine: Engine, stage: string): Promise<Observation> {
  const [listed, networks] = await Promise.all([
    listContainers(engine, ofStage(stage)),
    listNetworks(engine, ofStage(stage)),
  ]);
  const containers = new Map<string, LiveContainer>();
  const waiting = [...listed];
  const look = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const details = await engine.request("GET", `/containers/${next.id}/json`).catch(orMissing);
      if (details) containers.set(next.name, liveContainer(details as Details));
    }
  };
  await Promise.all(Array.from({ length: requestsAtATime }, look));
  return { containers, networks: new Map(networks.map(({ Name, Labels }) => [Name, Labels])) };
}

/** The part of `docker inspect` that is used here. */
interface Details {
  readonly State: { readonly Running: boolean; readonly ExitCode: number };
  readonly HostConfig: {
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly CpuShares: number;
  };
  readonly Config: { readonly Labels: Labels };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

function liveContainer({ State, HostConfig, Config, NetworkSettings }: Details): LiveContainer {
  return {
    running: State.Running,
    exitCode: State.ExitCode,
    restart: HostConfig.RestartPolicy.Name || "no",
    maxRetryCount: HostConfig.RestartPolicy.MaximumRetryCount,
    memory: HostConfig.Memory,
    nanoCpus: HostConfig.NanoCpus,
    cpuShares: HostConfig.CpuShares,
    networks: Object.keys(NetworkSettings.Networks).sort(),
    labels: Config.Labels,
  };
}
