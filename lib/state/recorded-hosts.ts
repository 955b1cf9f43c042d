import {
  inputName,
  isProvider,
  nameOf,
  type PropertyMap,
  providerOf,
  type Resource,
  types,
} from "./resource.ts";
import type { Deployment } from "./state.ts";

/** How a Docker provider reaches its engine. */
export interface EngineConnection {
  /** Of an ssh host the socket of its tunnel. */
  readonly address: string;
  readonly certPath?: string;
}

/** A host as the state knows it. */
export interface RecordedHost extends EngineConnection {
  readonly name: string;
  readonly urn: string;
  /** URN of its provider. */
  readonly provider: string;
}

export function recordedHosts({ resources }: Deployment): RecordedHost[] {
  const names = new Map(
    resources.filter(({ type }) => type === types.host).map(({ urn }) => [urn, nameOf(urn)]),
  );
  return resources.flatMap(({ urn, type, parent = "", inputs }): RecordedHost[] => {
    const name = names.get(parent);
    const engine = engineConnection(inputs);
    if (name === undefined || type !== types.dockerProvider || !engine) return [];
    return [{ name, urn: parent, provider: urn, ...engine }];
  });
}

/** @param inputs of a Docker provider */
export function engineConnection({ host, certPath }: PropertyMap = {}): EngineConnection | undefined {
  if (typeof host !== "string") return undefined;
  return { address: host, ...(typeof certPath === "string" && { certPath }) };
}

/** What the engines of these hosts hold. */
export function resourcesOn(hosts: readonly RecordedHost[], { resources }: Deployment): Resource[] {
  const providers = new Set<string | undefined>(hosts.map(({ provider }) => provider));
  return resources.filter((each) => providers.has(providerOf(each)));
}

/** What a host's engine holds of a type, by the names that the engine calls it. */
export function resourcesByName(
  host: RecordedHost,
  deployment: Deployment,
  type: string,
): Map<string, Resource> {
  const held = resourcesOn([host], deployment).filter((each) => each.type === type && inputName(each));
  return new Map(held.map((each) => [String(inputName(each)), each]));
}

/** A host in the state and all below it, in an order in which it can be declared. */
export interface HostTree {
  readonly host: Resource | undefined;
  /** Without its provider. */
  readonly below: readonly Resource[];
}

/** What waits for its deletion is left out: Pulumi keeps it by itself. */
export function hostTree({ resources }: Deployment, name: string): HostTree {
  const host = resources.find(({ type, urn }) => type === types.host && nameOf(urn) === name);
  const above = new Set([host?.urn]);
  const below = resources.filter(({ urn, parent, delete: isGoing }) => {
    if (isGoing || parent === undefined || !above.has(parent)) return false;
    above.add(urn);
    return true;
  });
  return { host, below: below.filter((each) => !isProvider(each)) };
}
