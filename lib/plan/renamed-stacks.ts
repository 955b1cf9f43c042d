import { composeProjectLabel, stackLabel } from "../docker/labels.ts";
import type { Observation } from "../docker/observation.ts";
import { type Deployment, hostTree, labelsIn, nameOf, type RecordedHost } from "../state/index.ts";
import type { FormerPlace, PlacedStack } from "./stacks.ts";

/** True if a container of the stack was created when the stack's folder had another name, or another host. */
export function isRenamed({ plan }: PlacedStack, { containers }: Observation): boolean {
  return plan.containers.some(({ fields: { name, labels } }) => {
    const live = containers.get(name)?.labels[stackLabel];
    return live !== undefined && live !== labels.find(({ label }) => label === stackLabel)?.value;
  });
}

/**
 * The former places of a stack. As with Docker Compose, the project decides what belongs together, not the folder. So these
 * are the places of other stacks in the state with the same project on the same engine.
 * @param hosts all hosts of that engine in the state
 * @param taken the ids that stacks have now
 */
export function formerPlaces(
  { id, plan: { project } }: PlacedStack,
  deployment: Deployment,
  hosts: readonly RecordedHost[],
  taken: ReadonlySet<string>,
): FormerPlace[] {
  return hosts.flatMap(({ name, urn }) => {
    const known = hostTree(deployment, name).below.filter(
      ({ outputs }) => labelsIn(outputs)[composeProjectLabel] === project,
    );
    const ids = new Set(known.map((each) => nameOf(each.urn).replace(/\/[^/]*$/, "")));
    return [...ids].flatMap((each) => (each === id || taken.has(each) ? [] : { id: each, host: urn }));
  });
}
