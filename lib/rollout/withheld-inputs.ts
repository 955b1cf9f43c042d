import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, NetworkPlan } from "../compose/index.ts";
import { imageIdLabel } from "../docker/labels.ts";
import type { EngineImageResource } from "./image.ts";
import type { Rollout, Rollouts } from "./rollouts.ts";
import { valueWithoutDependencies } from "./value-without-dependencies.ts";

/** What must exist before a container is replaced. */
export interface ReplacementNeeds {
  readonly reference: string;
  readonly image: EngineImageResource | undefined;
  /** Images of containers that are replaced together with it. */
  readonly furtherImages: readonly EngineImageResource[];
  readonly dependsOn: readonly pulumi.CustomResource[];
}

/**
 * The reference of a container's image. If the container replaces another one, the reference is withheld until the old
 * container's snapshot is taken: Pulumi waits for all inputs before it removes the old container.
 */
export function imageRefAfterSnapshot(
  each: ContainerPlan,
  { reference, image, furtherImages, dependsOn }: ReplacementNeeds,
  rollouts: Rollouts,
  rollout: Rollout,
): pulumi.Input<string> {
  const { live } = each;
  if (live === undefined || pulumi.runtime.isDryRun() || each.ignoreChanges.includes("labels"))
    return reference;
  const held = async () => {
    const imageId = image && (await valueWithoutDependencies(image.imageId));
    await allThere([...furtherImages.map(({ imageId }) => imageId), ...dependsOn.map(({ id }) => id)]);
    const labels = each.fields.labels.map(({ label, value }) => [label, value]);
    if (imageId !== undefined) labels.push([imageIdLabel, imageId]);
    // The lock may name another tag for the same content, and that replaces the container too.
    const isSame =
      (each.liveImage ?? reference) === reference &&
      labels.every(([label = "", value]) => live[label] === value);
    if (!isSame) await rollouts.takeSnapshots(rollout);
    else if (rollout.hasKeeper) await rollouts.dropLeftKeeper(rollout.name);
    return reference;
  };
  return held();
}

/**
 * The name of a network. Containers on a network are removed with it. So the name of a network that may be replaced is
 * withheld until the images of these containers exist and their snapshots are taken.
 */
export function networkNameAfterSnapshots(
  { fields: { name }, live }: NetworkPlan,
  images: readonly EngineImageResource[],
  onIt: readonly Rollout[],
  rollouts: Rollouts,
): pulumi.Input<string> {
  if (live === undefined || pulumi.runtime.isDryRun()) return name;
  const held = async () => {
    await allThere(images.map(({ imageId }) => imageId));
    if (live === "other") await rollouts.takeNetworkSnapshots(name, onIt);
    return name;
  };
  return held();
}

async function allThere(outputs: readonly pulumi.Output<unknown>[]): Promise<void> {
  await Promise.all(outputs.map(valueWithoutDependencies));
}
