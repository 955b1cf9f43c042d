import { type DeployedResource, type Deployment, heldBy, type RecordedHost } from "./deployment.ts";

/**
 * A state that no longer knows these hosts: neither what is below them, nor what their engines held for others, such as
 * the container of a registry, nor what went with that. The rest forgets that it depended on it.
 */
export function withoutHosts<State extends Deployment>(state: State, hosts: readonly RecordedHost[]): State {
  const gone = new Set([...hosts.map(({ urn }) => urn), ...heldBy(hosts, state)]);
  const { resources = [], pending_operations = [] } = state;
  // A parent stands before its children, and what goes with something after it.
  for (const { urn, parent = "", deletedWith = "" } of resources) {
    if (gone.has(parent) || gone.has(deletedWith)) gone.add(urn);
  }
  const kept = resources.filter(({ urn }) => !gone.has(urn));
  return {
    ...state,
    resources: kept.map((resource) => withoutReferences(resource, gone)),
    ...(pending_operations.length > 0 && {
      pending_operations: pending_operations.filter(({ resource: { urn } }) => !gone.has(urn)),
    }),
  };
}

function withoutReferences(resource: DeployedResource, gone: ReadonlySet<string>): DeployedResource {
  const { dependencies, propertyDependencies } = resource;
  const left = (urns: readonly string[]) => urns.filter((urn) => !gone.has(urn));
  return {
    ...resource,
    ...(dependencies && { dependencies: left(dependencies) }),
    ...(propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([name, urns]) => [name, urns && left(urns)]),
      ),
    }),
  };
}
