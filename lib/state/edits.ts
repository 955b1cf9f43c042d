import { type RecordedHost, resourcesOn } from "./recorded-hosts.ts";
import type { Resource } from "./resource.ts";
import type { State } from "./state.ts";

/** The state with other resources. */
export function withResources(state: State, resources: readonly Resource[]): State {
  return { ...state, deployment: { ...state.deployment, resources } };
}

/**
 * A state in which these resources live under other ids. One that waits for its successor was deleted, and now lives
 * again. One that waits for its deletion is another, and stays.
 * @param ids by URN
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
 * A state that no longer knows these hosts: neither what is below them, nor what their engines held for others, such as
 * the container of a registry, nor what went with that. The rest forgets that it depended on it.
 */
export function withoutHosts({ deployment, ...envelope }: State, hosts: readonly RecordedHost[]): State {
  const { resources, pending_operations } = deployment;
  const gone = new Set([...hosts, ...resourcesOn(hosts, deployment)].map(({ urn }) => urn));
  // A parent stands before its children, and what goes with something after it.
  for (const { urn, parent = "", deletedWith = "" } of resources) {
    if (gone.has(parent) || gone.has(deletedWith)) gone.add(urn);
  }
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

/** A resource that refers only to what is kept. */
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
