import { type EngineConnection, engineConnection } from "./recorded-hosts.ts";
import { inputName, nameOf, providerOf, type Resource, types } from "./resource.ts";
import type { Deployment } from "./state.ts";

/** The resource that holds the stage's id. */
export function ownerResource(resources: readonly Resource[]): Resource | undefined {
  return resources.find(({ type, urn }) => type === types.stash && nameOf(urn) === "owner");
}

/** The stage with its id, which tells it from stages of the same name in other states. */
export function ownerOf(stage: string, { resources }: Deployment): { stage: string; id?: string } {
  const id = ownerResource(resources)?.outputs?.output;
  return typeof id === "string" ? { stage, id } : { stage };
}

/** The names of the volumes that the state records. */
export function volumeNames({ resources }: Deployment): ReadonlySet<string> {
  const volumes = resources.filter(({ type }) => type === types.volume);
  return new Set(volumes.flatMap((each) => inputName(each) ?? []));
}

/** Volumes with content in the state: resources that are deleted with the volume. */
export function volumesWithContent({ resources }: Deployment): Resource[] {
  const holding = new Set(resources.map(({ deletedWith }) => deletedWith));
  return resources.filter(
    ({ type, urn, delete: isGoing }) => type === types.volume && !isGoing && holding.has(urn),
  );
}

/** All volumes that runs have created, as `<stack> <name>`, also those that a refresh no longer found. */
export function volumesEverMade({ resources }: Deployment): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ type, urn, parent = "", outputs = {} }) => {
      if (type === types.volume) return [`${nameOf(parent)} ${outputs.name}`];
      if (type !== types.hostStack || !Array.isArray(outputs.volumes)) return [];
      return outputs.volumes.map((name) => `${nameOf(urn)} ${name}`);
    }),
  );
}

/** A thing on an engine whose creation had begun. It may exist without being recorded. */
export interface UnfinishedCreation extends EngineConnection {
  readonly kind: "container" | "network";
  readonly name: string;
  readonly urn: string;
}

/** Containers come first, because a network is removed after its containers. */
export function unfinishedCreations({ resources, pending_operations }: Deployment): UnfinishedCreation[] {
  const ofKind = (kind: UnfinishedCreation["kind"]) =>
    pending_operations.flatMap(({ type, resource }): UnfinishedCreation[] => {
      const name = inputName(resource);
      const engine = engineConnection(resources.find(({ urn }) => urn === providerOf(resource))?.inputs);
      if (type !== "creating" || resource.type !== types[kind] || name === undefined || !engine) return [];
      return [{ kind, name, urn: resource.urn, ...engine }];
    });
  return [...ofKind("container"), ...ofKind("network")];
}

/**
 * URNs whose records may be wrong after a run that was killed: it was changing, deleting or reading these resources. The stage's
 * own resource, which nothing reads, is always among them.
 */
export function uncertainRecords({ resources, pending_operations }: Deployment): ReadonlySet<string> {
  const begun = new Set(
    pending_operations.flatMap(({ type, resource }) => (type === "creating" ? [] : [resource.urn])),
  );
  return new Set(resources.flatMap(({ type, urn }) => (type === types.stage || begun.has(urn) ? [urn] : [])));
}
