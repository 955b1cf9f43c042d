import type { StackPlan } from "../compose/index.ts";
import { isInSwarm } from "../docker/engine-info.ts";
import type { EngineNetwork } from "../docker/networks.ts";
import type { Problem } from "../problems/index.ts";
import type { Settings } from "../settings/index.ts";
import { dockerCommand } from "./docker-command.ts";
import type { EngineView } from "./engine-view.ts";
import { declaredNetworks } from "./networks.ts";

/** A network that a stack only uses. */
export interface UsedNetwork {
  readonly name: string;
  readonly where: string;
}

/** Networks that stacks only use, and that neither their engine has nor a stack of the stage on it declares. */
export function missingNetworks(
  plans: readonly StackPlan[],
  present: readonly Pick<EngineNetwork, "Name" | "Id">[],
): UsedNetwork[] {
  const declared = new Set(declaredNetworks(plans).map(({ fields }) => fields.name));
  const known = new Set(present.flatMap(({ Name, Id }) => [Name, Id]));
  return usedNetworks(plans).filter(({ name }) => !declared.has(name) && !known.has(name));
}

function usedNetworks(plans: readonly StackPlan[]): UsedNetwork[] {
  const external = plans.flatMap(({ networks }) => networks.filter(({ external }) => external));
  return [
    ...external.map(({ fields: { name }, where }) => ({ name, where })),
    ...plans.flatMap(({ containers }) =>
      containers.flatMap(({ fields: { networkMode: name = "" }, where }) =>
        /^(|default|container:.*)$/.test(name) ? [] : [{ name, where }],
      ),
    ),
  ];
}

/** A problem for each missing network. The snapshot has to have the engine's info if there is one. */
export function missingNetworkProblems(
  { hosts }: Settings,
  {
    engine,
    host,
    plans,
    snapshot: { networks, info },
  }: Pick<EngineView, "engine" | "host" | "plans" | "snapshot">,
): Problem[] {
  // A member of a swarm gets a network of the swarm only when a container asks for it: there nobody can tell.
  if (info && isInSwarm(info)) return [];
  const command = dockerCommand(engine.address, hosts[host]?.certPath);
  return missingNetworks(plans, networks).map(({ name, where }) => ({
    path: where,
    expected: `the network ${name} on ${host}, as no stack declares it`,
    found: "none of that name",
    remedy: `correct its name, or make it with: ${command} network create ${name}`,
  }));
}
