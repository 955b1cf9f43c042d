import type { LateLimits } from "../comparison/index.ts";
import { ownEntry } from "../problems/own-entry.ts";
import {
  type Deployment,
  engineKind,
  inputName,
  labelsIn,
  nameOf,
  type PropertyMap,
  providerOf,
  type RecordedHost,
  type Resource,
  types,
  withPlainSecrets,
} from "../state/index.ts";

/** Something on an engine that the state records. */
export interface RecordedThing {
  readonly resource: Resource;
  /** Those of the resource, with its secrets in plain text: for comparisons, and not to be shown. */
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  /** Those of `Thing`. */
  readonly address: string;
  readonly place: string;
  readonly host: string;
  readonly kind: string;
  readonly name: string;
  readonly service?: string;
  readonly urn: string;
  /** Of a container: the limits that it got after its creation. Undefined if no run has recorded them. */
  readonly lateLimits?: LateLimits;
}

const kinds: ReadonlySet<string> = new Set([types.container, types.network, types.volume, types.image]);

/** The things that the state records on these hosts, without those that wait for their deletion. */
export function recordedThings(
  { resources }: Deployment,
  hosts: readonly RecordedHost[],
): readonly RecordedThing[] {
  const byUrn = new Map(resources.map((each) => [each.urn, each]));
  const names = new Map(hosts.map(({ provider, name }) => [provider, name]));
  return resources.flatMap((resource): RecordedThing[] => {
    const host = names.get(providerOf(resource) ?? "");
    if (host === undefined || !kinds.has(resource.type) || resource.delete) return [];
    const inputs = withPlainSecrets(resource.inputs ?? {}) as PropertyMap;
    const outputs = withPlainSecrets(resource.outputs ?? {}) as PropertyMap;
    const place = componentOf(resource, byUrn);
    const kind = engineKind(resource.type);
    const name = inputName(resource) ?? nameOf(resource.urn);
    const service = instanceOf(resource.inputs);
    const address = `${place} ${service ?? `${kind} ${name}`}`;
    return [
      {
        resource,
        inputs,
        outputs,
        address,
        place,
        host,
        kind,
        name,
        urn: resource.urn,
        ...(service !== undefined && { service }),
        ...lateLimitsOf(inputs, byUrn.get(resource.parent ?? "")),
      },
    ];
  });
}

/** The name of the nearest component of this program above a resource. */
export function componentOf({ parent, urn }: Resource, byUrn: ReadonlyMap<string, Resource>): string {
  const above = parent === undefined ? undefined : byUrn.get(parent);
  if (!above) return nameOf(urn);
  return above.type.startsWith("smallboat:") ? nameOf(above.urn) : componentOf(above, byUrn);
}

/** The service of a container, and its number from the second one on. Undefined for other things. */
function instanceOf(inputs: PropertyMap | undefined): string | undefined {
  const labels = labelsIn(inputs);
  const { "com.docker.compose.service": service, "com.docker.compose.container-number": number = "1" } =
    labels;
  return service === undefined || number === "1" ? service : `${service}-${number}`;
}

function lateLimitsOf({ name }: PropertyMap, stack: Resource | undefined): Pick<RecordedThing, "lateLimits"> {
  const limits = stack?.outputs?.limits as Readonly<Record<string, LateLimits>> | undefined;
  const own = ownEntry(limits, String(name));
  return own === undefined ? {} : { lateLimits: own };
}
