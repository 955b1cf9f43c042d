import type { Problem } from "../problems/index.ts";
import { ownerOf, removalOf } from "./claims.ts";
import type { Engine } from "./client.ts";
import { type Container, listContainers } from "./containers.ts";
import { isOurs, type Owner } from "./ownership.ts";

/** A network that is about to be removed. */
export interface LeavingNetwork {
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
export async function strangerProblems(
  engine: Engine,
  networks: readonly LeavingNetwork[],
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

function stranger({ name, host, fate }: LeavingNetwork, container: Container, owner: Owner): Problem {
  const disconnecting = `run "docker network disconnect ${name} ${container.name}"`;
  return {
    path: `network ${name} on ${host}`,
    expected: `nobody else to use it when it is ${fate}`,
    found: `container "${container.name}" ${ownerOf(container, owner)}`,
    remedy: isOurs(container.labels, owner)
      ? disconnecting
      : `${removalOf(container.name, container, owner)}, or ${disconnecting}`,
  };
}
