import type { Container } from "./containers.ts";
import type { EngineSnapshot } from "./engine-snapshot.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import type { Labels } from "./labels.ts";
import type { EngineNetwork } from "./networks.ts";
import { isOurs, type Named, type Owner } from "./ownership.ts";
import type { EngineVolume } from "./volumes.ts";

/** A container as its engine lists it, and what `docker inspect` says: only the list tells what is on the disk. */
export interface ObservedContainer extends Container {
  readonly inspected: InspectedContainer;
}

/** What of a stage lives on an engine, by name; what it adopted carries no label of its own. */
export interface Observation {
  readonly containers: ReadonlyMap<string, ObservedContainer>;
  readonly networks: ReadonlyMap<string, EngineNetwork>;
  /** Those that carry the stage's label, and those that it names, whoever made them. */
  readonly volumes: ReadonlyMap<string, EngineVolume>;
}

/** What belongs to a stage beside what carries its label. */
export interface ObservationScope {
  /** Adopted containers and networks. */
  readonly containers: readonly Named[];
  readonly networks: readonly Named[];
  /** Names of volumes. */
  readonly volumes: readonly string[];
}

/** Tells whether something belongs to a stage, by its label or because the stage adopted it. */
export function ownedBy(owner: Owner, adopted: readonly Named[]): (name: string, labels: Labels) => boolean {
  const adopts = new Map(adopted.map((each) => [each.name, each.adopts]));
  return (name, labels) => isOurs(labels, owner, adopts.get(name));
}

/** The stage's part of an engine's snapshot, for which the stage's own containers were inspected. */
export function observationOf(
  { containers, inspected, networks, volumes }: EngineSnapshot,
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
        return details && isOwnContainer(name, labels) ? [[name, { ...container, inspected: details }]] : [];
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
