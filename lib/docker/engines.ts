import { connect, type Engine } from "./client.ts";

/** The address of a host's engine. */
export interface EngineAddress {
  /** Such as `unix:///var/run/docker.sock`. */
  readonly engine: string;
  /** That of `ConnectOptions`. */
  readonly certPath?: string | undefined;
}

/** An engine with the names of all hosts that share it. */
export interface SharedEngine {
  readonly engine: Engine;
  /** In the order of the settings. */
  readonly hosts: readonly [string, ...string[]];
}

/** The engines, each once, with the hosts that share it. */
export function groupByEngine(hosts: Readonly<Record<string, EngineAddress>>): SharedEngine[] {
  const byAddress = Map.groupBy(Object.entries(hosts), ([, { engine }]) => engine);
  return [...byAddress].map(([address, group]) => ({
    engine: connect(address, { certPath: group[0]?.[1].certPath }),
    hosts: group.map(([name]) => name) as [string, ...string[]],
  }));
}
