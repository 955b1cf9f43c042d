import { type Engine, orMissing } from "./client.ts";
import { inspectContainer, listContainers } from "./containers.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import { incarnationLabel, keeperLabel, stageLabel } from "./labels.ts";
import { incarnationOf, isOurs, type Owner } from "./ownership.ts";

/** A volume that Docker made for one container, and where it is mounted there. */
export interface AnonymousVolume {
  readonly name: string;
  readonly target: string;
}

/** Nobody names a volume so. */
export function isAnonymous(name: string): boolean {
  return /^[0-9a-f]{64}$/.test(name);
}

export function anonymousVolumes({ Mounts }: Pick<InspectedContainer, "Mounts">): AnonymousVolume[] {
  return (Mounts ?? []).flatMap(({ Type, Name = "", Destination }) =>
    Type === "volume" && isAnonymous(Name) ? [{ name: Name, target: Destination }] : [],
  );
}

/** The container that keeps the anonymous volumes of another one while that is being replaced. */
export function keeperName(container: string): string {
  return `${container}-smallboat-volumes`;
}

/**
 * Keeps a container's anonymous volumes, which are removed with it unless another container has them too. That one
 * never runs. It outlives an interrupted run, so that the next one finds the volumes.
 * @returns whether there is something to keep
 */
export async function keepVolumes(
  engine: Engine,
  container: string,
  record: Pick<InspectedContainer, "Image" | "Mounts">,
  owner: Owner,
): Promise<boolean> {
  const volumes = anonymousVolumes(record);
  if (volumes.length === 0) return false;
  await removeKeeper(engine, container);
  const body = {
    Image: record.Image,
    Labels: {
      [stageLabel]: owner.stage,
      [incarnationLabel]: incarnationOf(owner, "keeper"),
      [keeperLabel]: container,
    },
    HostConfig: { Binds: volumes.map(({ name, target }) => `${name}:${target}`), NetworkMode: "none" },
  };
  await engine.request("POST", "/containers/create", { query: { name: keeperName(container) }, body });
  return true;
}

/** Once another container has the volumes. What the keeper's image made for it goes with it. */
export async function removeKeeper(engine: Engine, container: string): Promise<void> {
  const keeper = await inspectContainer(engine, keeperName(container));
  if (keeper?.Config.Labels[keeperLabel] !== container) return;
  await engine.request("DELETE", `/containers/${keeper.Id}`, { query: { v: "1" } }).catch(orMissing);
}

/** Removes what interrupted runs of a stage left to keep the anonymous volumes of these containers. */
export async function removeKeepers(
  engine: Engine,
  owner: Owner,
  containers: ReadonlySet<string>,
): Promise<void> {
  const label = [`${stageLabel}=${owner.stage}`, keeperLabel];
  for (const { labels } of await listContainers(engine, JSON.stringify({ label }))) {
    const kept = labels[keeperLabel];
    if (kept !== undefined && containers.has(kept) && isOurs(labels, owner)) await removeKeeper(engine, kept);
  }
}
