import type { Container } from "../../../lib/docker/containers.ts";
import type { EngineInfo } from "../../../lib/docker/engine-info.ts";
import type { EngineSnapshot } from "../../../lib/docker/engine-snapshot.ts";
import type { InspectedContainer } from "../../../lib/docker/inspected-container.ts";
import type { Observation, ObservedContainer } from "../../../lib/docker/observation.ts";

/** A part of an object's facts, at any depth. */
export type Facts<Thing> = Thing extends object
  ? { readonly [Key in keyof Thing]?: Facts<Thing[Key]> }
  : Thing;

/** A running container, as its engine lists it. */
export function container(facts: Partial<Container> = {}): Container {
  const nothing = { labels: {}, volumes: [], ports: [], networks: [] };
  return { id: "1", name: "web", image: "nginx:1.29", state: "running", ...nothing, ...facts };
}

const running: Facts<InspectedContainer> = {
  Id: "1",
  Name: "/web",
  State: {
    Status: "running",
    Running: true,
    Restarting: false,
    ExitCode: 0,
    StartedAt: "2026-11-26T08:00:00.5Z",
    FinishedAt: "0001-01-01T00:00:00Z",
    OOMKilled: false,
    Error: "",
  },
  RestartCount: 0,
  Config: { Labels: {} },
  HostConfig: {
    CpuShares: 0,
    Memory: 0,
    NanoCpus: 0,
    NetworkMode: "bridge",
    RestartPolicy: { Name: "no", MaximumRetryCount: 0 },
  },
  NetworkSettings: { Networks: {} },
  Mounts: [],
};

/** The part of `docker inspect` of a running container that the program uses. */
export function inspected(facts: Facts<InspectedContainer> = {}): InspectedContainer {
  return merged(running, facts) as InspectedContainer;
}

/** A container of the stage with these labels. */
export function observed({
  inspected: details = {},
  ...listed
}: Partial<Container> & { inspected?: Facts<InspectedContainer> } = {}): ObservedContainer {
  return { ...container(listed), inspected: inspected(details) };
}

/** The part of an engine's `docker info` that the program uses. */
export function engineInfo(facts: Partial<EngineInfo> = {}): EngineInfo {
  return {
    Name: "machine",
    ServerVersion: "28.5.1",
    MemTotal: 8 * 2 ** 30,
    LoggingDriver: "json-file",
    LiveRestoreEnabled: false,
    DockerRootDir: "/var/lib/docker",
    Runtimes: {},
    ...facts,
  };
}

/** A snapshot of an engine with only these facts. */
export function snapshot(facts: Partial<EngineSnapshot> = {}): EngineSnapshot {
  const unasked = { lackedImages: new Set<string>(), apiVersion: undefined, info: undefined };
  return { containers: [], inspected: new Map(), networks: [], volumes: [], ...unasked, ...facts };
}

/** A stage's objects on an engine, with only these facts. */
export function observation(facts: Partial<Observation> = {}): Observation {
  return { containers: new Map(), networks: new Map(), volumes: new Map(), ...facts };
}

/** Lists and other values than plain objects are used unchanged. */
function merged(whole: unknown, facts: unknown): unknown {
  if (!isRecord(whole) || !isRecord(facts)) return facts;
  const own = Object.entries(facts).map(([key, fact]) => [key, merged(whole[key], fact)]);
  return { ...whole, ...Object.fromEntries(own) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
