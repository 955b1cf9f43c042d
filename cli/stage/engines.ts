import { parseAddress, tunnelledAddress } from "../../lib/docker/address.ts";
import { connect, type Engine, engineVersion } from "../../lib/docker/client.ts";
import { engineProblem } from "../../lib/docker/engine-problems.ts";
import { groupByEngine, type SharedEngine } from "../../lib/docker/engines.ts";
import { closeTunnel } from "../../lib/docker/tunnel.ts";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import type { EngineConnection } from "../../lib/state/index.ts";
import { pulumiCliOf, readSettings, type StageSettings } from "./pulumi.ts";

/** An engine that a stage's settings name. */
export interface StageEngine {
  readonly engine: Engine;
  /** Settings path of its address. */
  readonly where: string;
}

/** The settings of hosts, by their names. */
export type Hosts = Readonly<Record<string, { readonly engine: string; readonly certPath?: string }>>;

export const hostsKey = "smallboat:hosts";

/** The hosts that a stage's settings name. @throws CommandError */
export async function stageHosts(stage: string): Promise<Hosts> {
  return hostsOf(await readSettings(pulumiCliOf(stage)));
}

export function hostsOf(settings: StageSettings): Hosts {
  return (settings[hostsKey] ?? {}) as Hosts;
}

/** The engine of a host in the state. For an ssh host this opens the tunnel, if the tunnel's name contains its address. */
export function engineOfRecorded({ address, certPath }: EngineConnection): Engine {
  return connect(tunnelledAddress(address) ?? address, { certPath });
}

/** The engines of these hosts, each once even if several hosts share it. */
export function enginesOf(hosts: Hosts): StageEngine[] {
  return groupByEngine(hosts).map(stageEngine);
}

function stageEngine({ engine, hosts: [name] }: SharedEngine): StageEngine {
  return { engine, where: `${hostsKey}.${name}.engine` };
}

/** @throws ProblemError with every engine that does not answer */
export async function requireEngines(engines: readonly StageEngine[]): Promise<void> {
  refuse(await engineProblems(engines));
}

/** The names of hosts whose engine does not answer or refuses the request. */
export async function unreachableHostNames(hosts: Hosts): Promise<string[]> {
  const asked = groupByEngine(hosts).map(async (each) =>
    (await engineProblems([stageEngine(each)])).length > 0 ? each.hosts : [],
  );
  return (await Promise.all(asked)).flat();
}

async function engineProblems(engines: readonly StageEngine[]): Promise<Problem[]> {
  const asked = engines.map(({ engine, where }) =>
    engineVersion(engine).then(
      () => [],
      (error: unknown) => [engineProblem(where, error)],
    ),
  );
  return (await Promise.all(asked)).flat();
}

/** Closes the ssh connections that earlier commands left open. */
export async function closeTunnels(engines: readonly StageEngine[]): Promise<void> {
  const addresses = engines.map(({ engine }) => parseAddress(engine.address));
  await Promise.all(
    addresses.map(async (address) => {
      if (address?.kind === "ssh") await closeTunnel(address);
    }),
  );
}
