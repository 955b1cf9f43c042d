import { connect } from "../../lib/docker/client.ts";
import type { Container } from "../../lib/docker/containers.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { removeLeftover } from "../../lib/docker/leftovers.ts";
import { containersWithRestoredLabel } from "../../lib/docker/restored-label.ts";
import { removeKeepers } from "../../lib/docker/volume-keeper.ts";
import {
  type Deployment,
  importState,
  ownerOf,
  type RecordedHost,
  recordedHosts,
  resourcesByName,
  type State,
  types,
  withIds,
} from "../../lib/state/index.ts";
import { pulumiCliOf } from "./pulumi.ts";

/** A container that was brought back after its successor had failed. */
interface RestoredContainer {
  readonly host: RecordedHost;
  readonly container: Container;
  /** URN of the state's container of that name, if there is one. */
  readonly urn: string | undefined;
}

/**
 * The containers of this state that were brought back. The stage's label does not tell which state a
 * container belongs to. Its name or its network does.
 * @throws ProblemError
 */
async function findRestored(stage: string, deployment: Deployment): Promise<RestoredContainer[]> {
  const owner = ownerOf(stage, deployment);
  const looks = recordedHosts(deployment).map(async (host) => {
    const engine = connect(host.address, { certPath: host.certPath });
    const found = await orEngineProblem(host.name, containersWithRestoredLabel(engine, owner));
    const known = resourcesByName(host, deployment, types.container);
    const networks = resourcesByName(host, deployment, types.network);
    return found.flatMap((container): RestoredContainer[] => {
      const urn = known.get(container.name)?.urn;
      const isOurs = urn !== undefined || container.networks.some((name) => networks.has(name));
      return isOurs ? [{ host, container, urn }] : [];
    });
  });
  return (await Promise.all(looks)).flat();
}

/**
 * Removes restored containers before their networks are removed, and the volume keepers of interrupted runs.
 * @throws ProblemError
 */
export async function removeRestored(stage: string, deployment: Deployment): Promise<void> {
  const owner = ownerOf(stage, deployment);
  for (const { host, container } of await findRestored(stage, deployment)) {
    const engine = connect(host.address, { certPath: host.certPath });
    await removeLeftover(engine, { name: container.name, where: host.name }, owner);
  }
  for (const host of recordedHosts(deployment)) {
    const engine = connect(host.address, { certPath: host.certPath });
    const names = resourcesByName(host, deployment, types.container);
    await orEngineProblem(host.name, removeKeepers(engine, owner, new Set(names.keys())));
  }
}

/**
 * Records the ids of restored containers in the state, which still has those of their failed successors. After that
 * plain Pulumi commands read and remove them like any other container.
 * @throws ProblemError, CommandError
 */
export async function recordRestored(stage: string, state: State): Promise<void> {
  const back = await findRestored(stage, state.deployment);
  const ids = new Map(back.flatMap(({ urn, container }) => (urn === undefined ? [] : [[urn, container.id]])));
  if (ids.size > 0) await importState(pulumiCliOf(stage), withIds(state, ids));
}
