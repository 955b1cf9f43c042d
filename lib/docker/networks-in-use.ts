import type { Problem } from "../problems/index.ts";
import { ownerText, removalText } from "./claims.ts";
import type { Container } from "./containers.ts";
import { isOurs, type Owner } from "./ownership.ts";

/** A network that is about to be removed. */
export interface NetworkToRemove {
  readonly name: string;
  /** Name of the host in messages, such as `Local`. */
  readonly host: string;
  readonly fate: "removed" | "replaced";
}

/**
 * Problems of networks that a running container still uses. Docker would refuse their removal, but only after the run has
 * begun.
 * @param containers all containers of the engine
 * @param goes true for a container that is removed before the network
 * @returns a problem for each container that stays
 */
export function networkInUseProblems(
  containers: readonly Container[],
  networks: readonly NetworkToRemove[],
  owner: Owner,
  goes: (container: Container, network: string) => boolean,
): Problem[] {
  return networks.flatMap((network) =>
    containers
      .filter(({ networks, state }) => networks.includes(network.name) && isRunning.has(state))
      .filter((each) => !goes(each, network.name))
      .map((each) => stranger(network, each, owner)),
  );
}

const isRunning = new Set(["running", "paused", "restarting"]);

function stranger({ name, host, fate }: NetworkToRemove, container: Container, owner: Owner): Problem {
  const disconnecting = `run "docker network disconnect ${name} ${container.name}"`;
  return {
    path: `network ${name} on ${host}`,
    expected: `no other container to use it when it is ${fate}`,
    found: `container "${container.name}" ${ownerText(container, owner)}`,
    remedy: isOurs(container.labels, owner)
      ? disconnecting
      : `${removalText(container.name, container, owner)}, or ${disconnecting}`,
  };
}
