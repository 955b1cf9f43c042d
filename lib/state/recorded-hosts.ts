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
  /** For an ssh host, the socket of its tunnel. */
  readonly address: string;
  readonly certPath?: string;
}

/** A host that the state records. */
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

/** The connection of a Docker provider, from its inputs. */
export function engineConnection({ host, certPath }: PropertyMap = {}): EngineConnection | undefined {
  if (typeof host !== "string") return undefined;
  return { address: host, ...(typeof certPath === "string" && { certPath }) };
}

/** The resources on the engines of these hosts. */
export function resourcesOn(hosts: readonly RecordedHost[], { resources }: Deployment): Resource[] {
  const providers = new Set<string | undefined>(hosts.map(({ provider }) => provider));
  return resources.filter((each) => providers.has(providerOf(each)));
}

/** The resources of a type on a host's engine, by their names on the engine. */
export function resourcesByName(
  host: RecordedHost,
  deployment: Deployment,
  type: string,
): Map<string, Resource> {
  const held = resourcesOn([host], deployment).filter((each) => each.type === type && inputName(each));
  return new Map(held.map((each) => [String(inputName(each)), each]));
}

/** A host in the state and the resources below it, in the order in which they can be declared. */
export interface HostTree {
  readonly host: Resource | undefined;
  /** Resources below the host, without its provider. */
  readonly below: readonly Resource[];
}

/** Leaves out resources that wait for their deletion, because Pulumi keeps these itself. */
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
