import type { StackPlan } from "../compose/index.ts";
import { isInSwarm } from "../docker/engine-info.ts";
import type { EngineNetwork } from "../docker/networks.ts";
import type { Problem } from "../problems/index.ts";
import type { Settings } from "../settings/index.ts";
import { dockerCommand } from "./docker-command.ts";
import type { EngineView } from "./engine-view.ts";
import { declaredNetworks } from "./networks.ts";

/** A network that a stack uses and does not declare. */
export interface UsedNetwork {
  readonly name: string;
  readonly where: string;
}

/** Networks that stacks use, but that neither the engine has nor a stack on it declares. */
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

/** A problem for each missing network. If there is one, the snapshot must have the engine's info. */
export function missingNetworkProblems(
  { hosts }: Settings,
  {
    engine,
    host,
    plans,
    snapshot: { networks, info },
  }: Pick<EngineView, "engine" | "host" | "plans" | "snapshot">,
): Problem[] {
  // A member of a swarm gets the swarm's networks only when a container needs them, so it cannot be checked.
  if (info && isInSwarm(info)) return [];
  const command = dockerCommand(engine.address, hosts[host]?.certPath);
  return missingNetworks(plans, networks).map(({ name, where }) => ({
    path: where,
    expected: `the network ${name} on ${host}, because no stack declares it`,
    found: "none of that name",
    remedy: `correct its name, or make it with: ${command} network create ${name}`,
  }));
}
