import { type RecordedHost, resourcesOn } from "./recorded-hosts.ts";
import { type Resource, types } from "./resource.ts";
import type { State } from "./state.ts";

/** The state with other resources. */
export function withResources(state: State, resources: readonly Resource[]): State {
  return { ...state, deployment: { ...state.deployment, resources } };
}

/**
 * The state with other ids for these resources. A deleted one that waits for its replacement counts as existing again.
 * An old one that waits for its deletion keeps its id.
 * @param ids new ids by URN
 */
export function withIds(state: State, ids: ReadonlyMap<string, string>): State {
  const withId = (resource: Resource): Resource => {
    const id = ids.get(resource.urn);
    if (id === undefined || resource.delete) return resource;
    const { pendingReplacement: _, outputs, ...rest } = resource;
    return { ...rest, id, ...(outputs && { outputs: { ...outputs, id } }) };
  };
  return withResources(state, state.deployment.resources.map(withId));
}

/**
 * The state without these hosts: without the resources below them, without resources of other components on their
 * engines, such as a registry's container, and without resources that are deleted with these. References to them are
 * removed from the other resources.
 */
export function withoutHosts(state: State, hosts: readonly RecordedHost[]): State {
  const { deployment } = state;
  const gone = new Set([...hosts, ...resourcesOn(hosts, deployment)].map(({ urn }) => urn));
  // A parent comes before its children, and a resource after the one whose deletion takes it along.
  for (const { urn, parent = "", deletedWith = "" } of deployment.resources) {
    if (gone.has(parent) || gone.has(deletedWith)) gone.add(urn);
  }
  return without(state, gone);
}

/**
 * The state without the content of these volumes, such as the projects of the stand-in for GitLab, and without the commands
 * that depend on it, as they must run again.
 * @param volumes URNs
 */
export function withoutContentOf(state: State, volumes: ReadonlySet<string>): State {
  const gone = new Set<string>();
  const affected = new Set<string>();
  // A resource comes after those that it depends on.
  for (const { urn, type, deletedWith = "", dependencies = [] } of state.deployment.resources) {
    const isHeld = volumes.has(deletedWith);
    if (!isHeld && !dependencies.some((each) => affected.has(each))) continue;
    affected.add(urn);
    if (isHeld || type === types.command) gone.add(urn);
  }
  return without(state, gone);
}

/** The state without these resources. References to them are removed from the other resources. */
function without({ deployment, ...envelope }: State, gone: ReadonlySet<string>): State {
  const { resources, pending_operations } = deployment;
  const kept = resources.filter(({ urn }) => !gone.has(urn));
  return {
    ...envelope,
    deployment: {
      ...deployment,
      resources: kept.map((each) => withReferences(each, (urn) => !gone.has(urn))),
      pending_operations: pending_operations.filter(({ resource }) => !gone.has(resource.urn)),
    },
  };
}

/** A resource without references to resources that are not kept. */
export function withReferences(resource: Resource, isKept: (urn: string) => boolean): Resource {
  const { dependencies, propertyDependencies } = resource;
  const left = Object.entries(propertyDependencies ?? {}).map(([name, urns]) => [
    name,
    urns?.filter(isKept) ?? null,
  ]);
  return {
    ...resource,
    ...(dependencies && { dependencies: dependencies.filter(isKept) }),
    ...(propertyDependencies && { propertyDependencies: Object.fromEntries(left) }),
  };
}
