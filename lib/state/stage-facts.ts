import { type EngineConnection, engineConnection } from "./recorded-hosts.ts";
import { inputName, nameOf, providerOf, type Resource, types } from "./resource.ts";
import type { Deployment } from "./state.ts";

/** The outputs of the stage, which other tools read with `pulumi stack output`; secrets are ciphertext. */
export function stageOutputs<Outputs>({ resources }: Deployment): Outputs {
  return (resources.find(({ type }) => type === types.stage)?.outputs ?? {}) as Outputs;
}

/** The resource in which the state keeps the id of its stage. */
export function ownerResource(resources: readonly Resource[]): Resource | undefined {
  return resources.find(({ type, urn }) => type === types.stash && nameOf(urn) === "owner");
}

/** A stage, with the id by which its engines tell it from its namesakes. */
export function ownerOf(stage: string, { resources }: Deployment): { stage: string; id?: string } {
  const id = ownerResource(resources)?.outputs?.output;
  return typeof id === "string" ? { stage, id } : { stage };
}

/** The names of the volumes that the state records. */
export function volumeNames({ resources }: Deployment): ReadonlySet<string> {
  const volumes = resources.filter(({ type }) => type === types.volume);
  return new Set(volumes.flatMap((each) => inputName(each) ?? []));
}

/** The volumes that runs have made, as `<stack> <name>`: also those that a refresh no longer found. */
export function volumesEverMade({ resources }: Deployment): ReadonlySet<string> {
  return new Set(
    resources.flatMap(({ type, urn, parent = "", outputs = {} }) => {
      if (type === types.volume) return [`${nameOf(parent)} ${outputs.name}`];
      if (type !== types.hostStack || !Array.isArray(outputs.volumes)) return [];
      return outputs.volumes.map((name) => `${nameOf(urn)} ${name}`);
    }),
  );
}

/** Something on an engine whose creation had begun: it may exist without being recorded. */
export interface UnfinishedCreation extends EngineConnection {
  readonly kind: "container" | "network";
  readonly name: string;
  readonly urn: string;
}

/** Containers come first: a network goes after those on it. */
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
