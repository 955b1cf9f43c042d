import type { Problem } from "../problems/index.ts";
import { ownerText, removalText } from "./claims.ts";
import type { Engine } from "./client.ts";
import { type Container, listContainers } from "./containers.ts";
import { isOurs, type Owner } from "./ownership.ts";

/** A network that is about to be removed. */
export interface NetworkToRemove {
  readonly name: string;
  /** What messages call its place, such as `Local`. */
  readonly host: string;
  readonly fate: "removed" | "replaced";
}

/**
 * Docker removes no network that a running container uses, and says so only after the run has begun.
 * @param goes whether a container is removed before the network
 * @returns a problem for each container that stays
 */
export async function networkInUseProblems(
  engine: Engine,
  networks: readonly NetworkToRemove[],
  owner: Owner,
  goes: (container: Container, network: string) => boolean,
): Promise<Problem[]> {
  const looks = networks.map(async (network) => {
    const users = await listContainers(engine, JSON.stringify({ network: [network.name] }));
    const staying = users
      .filter(({ state }) => isRunning.has(state))
      .filter((each) => !goes(each, network.name));
    return staying.map((each) => stranger(network, each, owner));
  });
  return (await Promise.all(looks)).flat();
}

const isRunning = new Set(["running", "paused", "restarting"]);

function stranger({ name, host, fate }: NetworkToRemove, container: Container, owner: Owner): Problem {
  const disconnecting = `run "docker network disconnect ${name} ${container.name}"`;
  return {
    path: `network ${name} on ${host}`,
    expected: `nobody else to use it when it is ${fate}`,
    found: `container "${container.name}" ${ownerText(container, owner)}`,
    remedy: isOurs(container.labels, owner)
      ? disconnecting
      : `${removalText(container.name, container, owner)}, or ${disconnecting}`,
  };
}
