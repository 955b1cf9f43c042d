import type { Engine } from "./client.ts";
import { type Container, inspectContainer, listContainers } from "./containers.ts";
import { composeProjectLabel, type Labels, ofProject, ofStage } from "./labels.ts";
import { type EngineNetwork, listNetworks } from "./networks.ts";
import { isAdopted, isOurs, type Named, type Owner } from "./ownership.ts";
import { type EngineVolume, listVolumes } from "./volumes.ts";

const lateLimits = [
  "PidsLimit",
  "BlkioWeight",
  "CpuRealtimePeriod",
  "CpuRealtimeRuntime",
  "MemorySwap",
  "MemoryReservation",
] as const;

/** What Docker lets anybody change on a living container; all else is settled when it is created. */
export interface LiveContainer {
  readonly running: boolean;
  /** False where it was only created, and where the engine could not write its start to a full disk. */
  readonly hasStarted: boolean;
  readonly exitCode: number;
  /** `no`, `always`, `unless-stopped` or `on-failure`. */
  readonly restart: string;
  readonly maxRetryCount: number;
  /** Bytes, 0 without a limit. */
  readonly memory: number;
  /** Billionths of a processor, 0 without a limit. */
  readonly nanoCpus: number;
  readonly cpuShares: number;
  /** Others that a container can be given late, by their names in the Engine API; 0 without one. */
  readonly limits: Readonly<Record<(typeof lateLimits)[number], number>>;
  /** Names. */
  readonly networks: readonly string[];
  /** Names of the volumes that it has mounted, by their places in it. */
  readonly volumes: ReadonlyMap<string, string>;
  readonly labels: Labels;
}

/** What of a stage lives on an engine, by name; what it adopted carries no label of its own. */
export interface Observation {
  readonly containers: ReadonlyMap<string, LiveContainer>;
  readonly networks: ReadonlyMap<string, EngineNetwork>;
  /** Those that carry the stage's label, and those that it names, whoever made them. */
  readonly volumes: ReadonlyMap<string, EngineVolume>;
}

/** What a stage looks for on an engine beside what carries its label. */
export interface ObservationScope {
  /** Adopted containers and networks. */
  readonly containers: readonly Named[];
  readonly networks: readonly Named[];
  /** Names of volumes. */
  readonly volumes: readonly string[];
}

/** Each is a connection. */
const requestsAtATime = 16;

/** Looks at the containers, networks and volumes of a stage. Changes nothing. */
export async function observe(engine: Engine, owner: Owner, sought: ObservationScope): Promise<Observation> {
  const [listed, networks, volumes] = await Promise.all([
    ours(sought.containers, owner, (filters) => listContainers(engine, filters), identity),
    ours(sought.networks, owner, (filters) => listNetworks(engine, filters), networkIdentity),
    // One request for all: the engine cannot be asked for a label or a name.
    listVolumes(engine),
  ]);
  const containers = new Map<string, LiveContainer>();
  const waiting = [...listed];
  const look = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const details = await inspectContainer<Details>(engine, next.id);
      if (details) containers.set(next.name, liveContainer(details, next));
    }
  };
  await Promise.all(Array.from({ length: requestsAtATime }, look));
  const names = new Set(sought.volumes);
  const isSought = ({ Name, Labels }: EngineVolume) => isOurs(Labels ?? {}, owner) || names.has(Name);
  return {
    containers,
    networks: new Map(networks.map((network) => [network.Name, network])),
    volumes: new Map(volumes.filter(isSought).map((volume) => [volume.Name, volume])),
  };
}

/** What belongs to the stage, and what it adopts. */
async function ours<Thing>(
  adopted: readonly Named[],
  owner: Owner,
  list: (filters: string) => Promise<Thing[]>,
  identityOf: (thing: Thing) => { name: string; labels: Labels },
): Promise<Thing[]> {
  const adopts = new Map(adopted.map((each) => [each.name, each.adopts]));
  const isTaken = (thing: Thing) => {
    const { name, labels } = identityOf(thing);
    return isAdopted(labels, adopts.get(name));
  };
  const projects = new Set(adopted.flatMap((each) => each.adopts?.[composeProjectLabel] ?? []));
  const [own, ...made] = await Promise.all([
    list(ofStage(owner.stage)),
    ...[...projects].map((project) => list(ofProject(project))),
  ]);
  const isOwn = (thing: Thing) => isOurs(identityOf(thing).labels, owner);
  return [...own.filter(isOwn), ...made.flat().filter(isTaken)];
}

const identity = ({ name, labels }: Container) => ({ name, labels });
const networkIdentity = ({ Name, Labels }: EngineNetwork) => ({ name: Name, labels: Labels });

/** The part of `docker inspect` that is used here. */
interface Details {
  readonly State: { readonly Running: boolean; readonly ExitCode: number };
  readonly HostConfig: {
    readonly RestartPolicy: { readonly Name: string; readonly MaximumRetryCount: number };
    readonly Memory: number;
    readonly NanoCpus: number;
    readonly CpuShares: number;
  } & Readonly<Partial<Record<(typeof lateLimits)[number], number | null>>>;
  readonly Config: { readonly Labels: Labels };
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
  readonly Mounts: readonly Mount[] | null;
}

interface Mount {
  readonly Type: string;
  /** Of volumes only. */
  readonly Name?: string;
  readonly Destination: string;
}

function liveContainer(
  { State, HostConfig, Config, NetworkSettings, Mounts }: Details,
  { state }: Container,
): LiveContainer {
  return {
    running: State.Running,
    // An engine lists what it has written down, so after its own restart it goes by this.
    hasStarted: state !== "created",
    exitCode: State.ExitCode,
    restart: HostConfig.RestartPolicy.Name || "no",
    maxRetryCount: HostConfig.RestartPolicy.MaximumRetryCount,
    memory: HostConfig.Memory,
    nanoCpus: HostConfig.NanoCpus,
    cpuShares: HostConfig.CpuShares,
    limits: Object.fromEntries(
      lateLimits.map((name) => [name, HostConfig[name] ?? 0]),
    ) as LiveContainer["limits"],
    networks: Object.keys(NetworkSettings.Networks).sort(),
    volumes: new Map((Mounts ?? []).flatMap(({ Name, Destination }) => (Name ? [[Destination, Name]] : []))),
    labels: Config.Labels,
  };
}
