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
  const engines = new Map<string, { engine: Engine; hosts: [string, ...string[]] }>();
  for (const [name, { engine: address, certPath }] of Object.entries(hosts)) {
    const known = engines.get(address);
    if (known) known.hosts.push(name);
    else engines.set(address, { engine: connect(address, { certPath }), hosts: [name] });
  }
  return [...engines.values()];
}
