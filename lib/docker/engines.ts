import { connect, type Engine } from "./client.ts";

/** How a host's engine is reached. */
export interface EngineAddress {
  /** Such as `unix:///var/run/docker.sock`. */
  readonly engine: string;
  /** As `ConnectOptions.certPath`. */
  readonly certPath?: string | undefined;
}

/** An engine with the names of all hosts that are this engine. */
export interface SharedEngine {
  readonly engine: Engine;
  /** In the order of the settings. */
  readonly hosts: readonly [string, ...string[]];
}

/** Each engine once, however many hosts have its address. */
export function groupByEngine(hosts: Readonly<Record<string, EngineAddress>>): SharedEngine[] {
  const engines = new Map<string, { engine: Engine; hosts: [string, ...string[]] }>();
  for (const [name, { engine: address, certPath }] of Object.entries(hosts)) {
    const known = engines.get(address);
    if (known) known.hosts.push(name);
    else engines.set(address, { engine: connect(address, { certPath }), hosts: [name] });
  }
  return [...engines.values()];
}
