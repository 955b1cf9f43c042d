import { identityType, type Resource } from "../adoption/wanted.ts";
import type { Owner } from "../engine/ownership.ts";

/** What `pulumi stack export` prints, the part that is used here; all else is kept as it is. */
export interface Deployment {
  readonly resources?: readonly DeployedResource[];
  readonly pending_operations?: readonly { readonly resource: DeployedResource }[];
}

export interface DeployedResource extends Resource {
  /** What this goes with, without being deleted by itself. */
  readonly deletedWith?: string;
  /** It is only waiting to be deleted. */
  readonly delete?: boolean;
  /** It was removed, and is waiting to be made anew. */
  readonly pendingReplacement?: boolean;
}

/** The type of an image in the state. */
export const imageType = "docker:index/remoteImage:RemoteImage";

/** A host as the state knows it. */
export interface RecordedHost {
  readonly name: string;
  readonly urn: string;
  /** URN of its provider. */
  readonly provider: string;
  /** What the provider dials; of an ssh host the socket of its tunnel. */
  readonly address: string;
  readonly certPath?: string;
}

/** The resource in which a state keeps the id of its stage. */
export function ownerResource<State extends { readonly urn: string; readonly type: string }>(
  resources: readonly State[] = [],
): State | undefined {
  return resources.find(({ type, urn }) => type === identityType && urn.endsWith("::owner"));
}

/** A stage as engines know it. */
export function ownerOf(
  stage: string,
  resources: readonly { readonly urn: string; readonly type: string; readonly outputs?: object }[] = [],
): Owner {
  const { output } = (ownerResource(resources)?.outputs ?? {}) as { output?: unknown };
  return typeof output === "string" ? { stage, id: output } : { stage };
}

export function recordedHosts({ resources = [] }: Deployment): RecordedHost[] {
  const names = new Map(
    resources
      .filter(({ type }) => type === "smallboat:index:Host")
      .map(({ urn }) => [urn, urn.split("::").slice(3).join("::")]),
  );
  return resources.flatMap(({ urn, type, parent = "", inputs = {} }): RecordedHost[] => {
    const name = names.get(parent);
    const { host, certPath } = inputs;
    if (name === undefined || type !== "pulumi:providers:docker" || typeof host !== "string") return [];
    return [
      {
        name,
        urn: parent,
        provider: urn,
        address: host,
        ...(typeof certPath === "string" && { certPath }),
      },
    ];
  });
}

/** What the engines of these hosts hold, by URN. */
export function heldBy(hosts: readonly RecordedHost[], { resources = [] }: Deployment): string[] {
  const providers = new Set(hosts.map(({ provider }) => provider));
  const held = resources.filter(({ provider = "" }) => providers.has(provider.replace(/::[^:]*$/, "")));
  return [...new Set(held.map(({ urn }) => urn))];
}

/** The resources of a type that a host's engine holds. */
export function heldResources(
  host: RecordedHost,
  deployment: Deployment,
  type: string,
): readonly DeployedResource[] {
  const held = new Set(heldBy([host], deployment));
  return (deployment.resources ?? []).filter((each) => each.type === type && held.has(each.urn));
}
