import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan, NetworkPlan, StackPlan } from "../compose/index.ts";
import { imageIdLabel } from "../docker/labels.ts";
import type { EngineImageResource } from "./image.ts";
import type { Rollout, Rollouts } from "./rollouts.ts";
import { valueWithoutDependencies } from "./value-without-dependencies.ts";

/** The rollout of a container. `ready` is that of `HostStackArgs`. */
export function rolloutOf(
  plan: StackPlan,
  each: ContainerPlan,
  { ready, secrets = [] }: { readonly ready?: number | undefined; readonly secrets?: readonly string[] },
): Rollout {
  const { fields, service, runsToCompletion, healthAwaited = false, hasKeeper } = each;
  const attached = attachedTo(plan, each);
  const isRestarted = ({ dependsOn }: ContainerPlan) =>
    dependsOn.some((dependency) => dependency.service === service && dependency.restart);
  const restarts = plan.containers.filter(isRestarted).map(nameOf);
  return {
    name: fields.name,
    mustBeHealthy: healthAwaited || ready !== undefined,
    seconds: ready,
    graceSeconds: fields.destroyGraceSeconds,
    attached,
    dependents: dependentsOf(plan, each),
    restarts: restarts.filter((name) => !attached.includes(name)),
    restart: fields.restart,
    hasKeeper,
    ports: each.ports,
    isJob: runsToCompletion,
    secrets,
  };
}

/** Names of the containers that use this one's namespaces or volumes, directly or through each other. */
function attachedTo(plan: StackPlan, each: ContainerPlan): string[] {
  return attachedContainers(plan, each).map(nameOf);
}

/** The containers that are replaced together with this one, because they use its namespaces or volumes. */
export function attachedContainers(
  { containers }: StackPlan,
  { service, number }: ContainerPlan,
): ContainerPlan[] {
  if (number !== 1) return [];
  const services = new Set([service]);
  const isAttached = ({ shares, volumesFrom }: ContainerPlan) =>
    [...shares, ...volumesFrom].some((use) => services.has(use.service));
  // The containers are in dependency order, so one pass finds all.
  return containers.filter((each) => {
    const found = isAttached(each);
    if (found && each.number === 1) services.add(each.service);
    return found;
  });
}

/** Names of the containers that depend on this one, directly or through each other. */
function dependentsOf({ containers }: StackPlan, { service }: ContainerPlan): string[] {
  const services = new Set([service]);
  // The containers are in dependency order, so one pass finds all.
  const dependents = containers.filter((each) => {
    const found = each.dependsOn.some((dependency) => services.has(dependency.service));
    if (found) services.add(each.service);
    return found;
  });
  return dependents.map(nameOf);
}

function nameOf({ fields }: ContainerPlan): string {
  return fields.name;
}

/** Name of the replica that must be ready before this one is replaced. */
export function replicaBefore({ containers }: StackPlan, each: ContainerPlan): string | undefined {
  if (each.live === undefined) return undefined;
  return containers.find(({ service, number }) => service === each.service && number === each.number - 1)
    ?.fields.name;
}

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
    const isSame = labels.every(([label = "", value]) => live[label] === value);
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
