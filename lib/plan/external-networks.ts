import { isInSwarm, listNetworks } from "../docker/networks.ts";
import type { Problem } from "../problems/index.ts";
import type { Settings } from "../settings/index.ts";
import { dockerCommand } from "./docker-command.ts";
import type { EngineView } from "./engine-view.ts";
import { declaredNetworks } from "./networks.ts";

/** Networks that stacks only use, and that neither their engine has nor a stack of the stage on it declares. */
export async function missingNetworks(
  { hosts }: Settings,
  { engine, host, plans }: Pick<EngineView, "engine" | "host" | "plans">,
): Promise<Problem[]> {
  const networks = plans.flatMap((plan) => plan.networks);
  const declared = new Set(declaredNetworks(plans).map(({ fields }) => fields.name));
  const used = [
    ...networks.filter(({ external }) => external).map(({ fields: { name }, where }) => ({ name, where })),
    ...plans.flatMap(({ containers }) =>
      containers.flatMap(({ fields: { networkMode: name = "" }, where }) =>
        /^(|default|container:.*)$/.test(name) ? [] : [{ name, where }],
      ),
    ),
  ].filter(({ name }) => !declared.has(name));
  if (used.length === 0) return [];
  const present = await listNetworks(engine);
  const command = dockerCommand(engine.address, hosts[host]?.certPath);
  const missing = used.filter(({ name }) => !present.some(({ Name, Id }) => Name === name || Id === name));
  // A member of a swarm gets a network of the swarm only when a container asks for it: there nobody can tell.
  if (missing.length === 0 || (await isInSwarm(engine))) return [];
  return missing.map(({ name, where }) => ({
    path: where,
    expected: `the network ${name} on ${host}, as no stack declares it`,
    found: "none of that name",
    remedy: `correct its name, or make it with: ${command} network create ${name}`,
  }));
}
