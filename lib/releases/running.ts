import { hashOf } from "../compose/hash/content-hash.ts";
import { withoutDigest } from "../docker/image-names.ts";
import { configHashLabel, imageIdLabel } from "../docker/labels.ts";
import { ownEntry } from "../problems/own-entry.ts";
import {
  type Deployment,
  inputName,
  labelsIn,
  nameOf,
  type PropertyMap,
  providerOf,
  type Resource,
  types,
} from "../state/index.ts";
import type { LockedImage, LockedStack } from "./lock.ts";
import { digestFor } from "./references.ts";

/** What the state says that runs, by `<host>/<stack>`. The stage's own servers have their names. */
export type Running = Readonly<Record<string, LockedStack>>;

const serviceLabel = "com.docker.compose.service";

/** What runs of a stage, from its state alone. Stacks without a container are left out. */
export function runningOf({ resources }: Deployment): Running {
  const stacks = resources.filter(({ type }) => type === types.hostStack);
  const found = stacks.flatMap((stack): [string, LockedStack][] => {
    const own = resources.filter(
      ({ type, parent, delete: isGoing }) => type === types.container && parent === stack.urn && !isGoing,
    );
    if (own.length === 0) return [];
    const known = own.map((each) => ({ container: each, image: imageOf(each, stack, resources) }));
    const images = sorted(known.flatMap(({ image }) => image));
    return [[nameOf(stack.urn), { files: filesOf(known), images }]];
  });
  return sorted(found);
}

/** The image of a container with its digest. Empty if it was built, or if no registry had it. */
function imageOf(
  container: Resource,
  stack: Resource,
  resources: readonly Resource[],
): [string, LockedImage][] {
  const reference = container.inputs?.image;
  if (typeof reference !== "string") return [];
  const id = labelsIn(container.inputs)[imageIdLabel];
  const image = resources.find(
    (each) =>
      each.type === types.image &&
      providerOf(each) === providerOf(container) &&
      each.outputs?.imageId === id &&
      withoutDigest(inputName(each) ?? "") === withoutDigest(reference) &&
      !each.delete,
  );
  const digest = image && digestOf(reference, image);
  if (digest === undefined) return [];
  const written = writtenIn(stack, container) ?? withoutDigest(reference);
  // What a compose file pins itself needs no lock.
  if (written.includes("@")) return [];
  const runs = withoutDigest(reference);
  const tag = runs === written ? undefined : /:([^:/]+)$/.exec(runs)?.[1];
  return [[written, { digest, ...(tag !== undefined && { tag }) }]];
}

/**
 * The digest of a pulled image. The provider reports the digest of any registry whose name begins alike, so for a registry
 * with a port it may be another one's. Then the digest counts for which the image was pulled.
 */
function digestOf(reference: string, { inputs = {}, outputs = {} }: Resource): string | undefined {
  if (inputs.build) return undefined;
  const [, own] = reference.split("@");
  const [trigger] = Array.isArray(inputs.pullTriggers) ? inputs.pullTriggers : [];
  const asked = typeof trigger === "string" && trigger.startsWith("sha256:") ? trigger : undefined;
  return own ?? digestFor(reference, outputs.repoDigest) ?? asked;
}

/** The reference in the compose file. Undefined if the state does not record it. */
function writtenIn(stack: Resource, container: Resource): string | undefined {
  const sources = stack.outputs?.sources as { readonly services?: PropertyMap } | undefined;
  const service = labelsIn(container.inputs)[serviceLabel] ?? "";
  const { image } = (ownEntry(sources?.services, service) ?? {}) as { readonly image?: unknown };
  return typeof image === "string" ? image : undefined;
}

interface KnownContainer {
  readonly container: Resource;
  /** Empty for an image without a digest. */
  readonly image: readonly unknown[];
}

/**
 * The hashes on containers cover all that a compose file says of them, with the files that they bind. An image without a digest
 * counts by its id.
 */
function filesOf(containers: readonly KnownContainer[]): string {
  const hashes = containers.map(({ container: { inputs }, image }) => {
    const labels = labelsIn(inputs);
    return [inputs?.name, [labels[configHashLabel], ...(image.length > 0 ? [] : [labels[imageIdLabel]])]];
  });
  return hashOf(Object.fromEntries(hashes)).slice(0, 16);
}

function sorted<Value>(entries: readonly [string, Value][]): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
}
