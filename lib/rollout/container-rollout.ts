import type { ContainerPlan, StackPlan } from "../compose/index.ts";
import type { EngineImageResource } from "./image.ts";
import type { Rollout } from "./rollouts.ts";

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

/** The images of a container and of the containers that are replaced together with it. */
export function imagesFor(
  plan: StackPlan,
  each: ContainerPlan,
  images: ReadonlyMap<string, EngineImageResource>,
): EngineImageResource[] {
  const all = [each, ...attachedContainers(plan, each)].map(({ image }) => images.get(image));
  return [...new Set(all.filter((image) => image !== undefined))];
}
