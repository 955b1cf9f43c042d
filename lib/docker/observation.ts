import type { FoundFile } from "./container-files.ts";
import type { Container } from "./containers.ts";
import type { EngineSnapshot } from "./engine-snapshot.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import type { Labels } from "./labels.ts";
import type { EngineNetwork } from "./networks.ts";
import { isOurs, type Named, type Owner } from "./ownership.ts";
import type { EngineVolume } from "./volumes.ts";

/** A container with its `docker inspect`. Only the list has the state on the disk. */
export interface ObservedContainer extends Container {
  readonly inspected: InspectedContainer;
  /** Its uploaded files by path, as far as they were read. Undefined for a path without a file. */
  readonly files?: ReadonlyMap<string, FoundFile | undefined> | undefined;
}

/** A stage's things on an engine, by name. Adopted ones carry no label of the stage. */
export interface Observation {
  readonly containers: ReadonlyMap<string, ObservedContainer>;
  readonly networks: ReadonlyMap<string, EngineNetwork>;
  /** Volumes with the stage's label, and volumes that the stage names. */
  readonly volumes: ReadonlyMap<string, EngineVolume>;
}

/** Things that belong to a stage without its label. */
export interface ObservationScope {
  /** Adopted containers and networks. */
  readonly containers: readonly Named[];
  readonly networks: readonly Named[];
  /** Names of volumes. */
  readonly volumes: readonly string[];
}

/** A function that is true for things of a stage: they have its label, or the stage adopted them. */
export function ownedBy(owner: Owner, adopted: readonly Named[]): (name: string, labels: Labels) => boolean {
  const adopts = new Map(adopted.map((each) => [each.name, each.adopts]));
  return (name, labels) => isOurs(labels, owner, adopts.get(name));
}

/** The stage's part of an engine's snapshot. The stage's containers must be inspected in it. */
export function observationOf(
  { containers, inspected, files, networks, volumes }: EngineSnapshot,
  owner: Owner,
  scope: ObservationScope,
): Observation {
  const isOwnContainer = ownedBy(owner, scope.containers);
  const isOwnNetwork = ownedBy(owner, scope.networks);
  const named = new Set(scope.volumes);
  return {
    containers: new Map(
      containers.flatMap((container): [string, ObservedContainer][] => {
        const { id, name, labels } = container;
        const details = inspected.get(id);
        if (!details || !isOwnContainer(name, labels)) return [];
        return [[name, { ...container, inspected: details, files: files?.get(id) }]];
      }),
    ),
    networks: new Map(
      networks
        .filter(({ Name, Labels }) => isOwnNetwork(Name, Labels))
        .map((network) => [network.Name, network]),
    ),
    volumes: new Map(
      volumes
        .filter(({ Name, Labels }) => named.has(Name) || isOurs(Labels ?? {}, owner))
        .map((volume) => [volume.Name, volume]),
    ),
  };
}
