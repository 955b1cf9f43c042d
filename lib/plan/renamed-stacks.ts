import { composeProjectLabel, stackLabel } from "../docker/labels.ts";
import type { Observation } from "../docker/observation.ts";
import { type Deployment, hostTree, labelsIn, nameOf } from "../state/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** True if a container of the stack was created when the stack's folder had another name. */
export function isRenamed({ plan }: PlacedStack, { containers }: Observation): boolean {
  return plan.containers.some(({ fields: { name, labels } }) => {
    const live = containers.get(name)?.labels[stackLabel];
    return live !== undefined && live !== labels.find(({ label }) => label === stackLabel)?.value;
  });
}

/**
 * The former ids of a stack. As with Docker Compose, the project decides what belongs together, not the folder. So these
 * are the ids of other stacks in the state with the same project on the same host.
 * @param taken the ids that stacks have now
 */
export function formerIds(
  { id, host, plan: { project } }: PlacedStack,
  deployment: Deployment,
  taken: ReadonlySet<string>,
): string[] {
  const known = hostTree(deployment, host).below.filter(
    ({ outputs }) => labelsIn(outputs)[composeProjectLabel] === project,
  );
  const names = known.map(({ urn }) => nameOf(urn).replace(/\/[^/]*$/, ""));
  return [...new Set(names)].filter((name) => name !== id && !taken.has(name));
}
