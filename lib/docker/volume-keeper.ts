import { type Engine, orMissing } from "./client.ts";
import { inspectContainer, listContainers } from "./containers.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import { incarnationLabel, keeperLabel, stageLabel } from "./labels.ts";
import { incarnationOf, isOurs, type Owner } from "./ownership.ts";
import { isGeneratedName } from "./volume-names.ts";

/** A volume that Docker created for one container, and its path there. */
export interface AnonymousVolume {
  readonly name: string;
  readonly target: string;
}

export function anonymousVolumes({ Mounts }: Pick<InspectedContainer, "Mounts">): AnonymousVolume[] {
  return (Mounts ?? []).flatMap(({ Type, Name = "", Destination }) =>
    Type === "volume" && isGeneratedName(Name) ? [{ name: Name, target: Destination }] : [],
  );
}

/** Name of the container that keeps another one's anonymous volumes during its replacement. */
export function keeperName(container: string): string {
  return `${container}-smallboat-volumes`;
}

/**
 * Keeps a container's anonymous volumes. Docker removes them with the container unless another container has them, so this
 * creates one that never runs. It stays after an interrupted run, so that the next run finds the volumes.
 * @returns true if there is something to keep
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

/** Removes a keeper, after another container has the volumes. Volumes that the keeper's image declares go with it. */
export async function removeKeeper(engine: Engine, container: string): Promise<void> {
  const keeper = await inspectContainer(engine, keeperName(container));
  if (keeper?.Config.Labels[keeperLabel] !== container) return;
  await engine.request("DELETE", `/containers/${keeper.Id}`, { query: { v: "1" } }).catch(orMissing);
}

/** Removes the keepers of these containers that interrupted runs of a stage left. */
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
