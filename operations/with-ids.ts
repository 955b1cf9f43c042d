import type { DeployedResource, Deployment } from "./deployment.ts";

/** A state in which these resources live under other ids. @param ids by URN */
export function withIds<State extends Deployment>(state: State, ids: ReadonlyMap<string, string>): State {
  const { resources = [] } = state;
  return { ...state, resources: resources.map((resource) => withId(resource, ids.get(resource.urn))) };
}

/** What is waiting to be made anew was removed, and now lives again. What is only waiting to be deleted is another. */
function withId(resource: DeployedResource, id: string | undefined): DeployedResource {
  if (id === undefined || resource.delete) return resource;
  const { pendingReplacement: _, outputs, ...rest } = resource;
  return { ...rest, id, ...(outputs && { outputs: { ...outputs, id } }) };
}
