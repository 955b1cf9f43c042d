import { composeProjectLabel, stackLabel } from "../docker/labels.ts";
import type { Observation } from "../docker/observation.ts";
import { type Deployment, hostTree, labelsIn, nameOf } from "../state/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** Whether a container of a stack lives that was made when the stack's folder had another name. */
export function isRenamed({ plan }: PlacedStack, { containers }: Observation): boolean {
  return plan.containers.some(({ fields: { name, labels } }) => {
    const live = containers.get(name)?.labels[stackLabel];
    return live !== undefined && live !== labels.find(({ label }) => label === stackLabel)?.value;
  });
}

/**
 * The names under which the state knows what a stack's project has on its host, but for the stack's own: those that its
 * folder had before. As with Docker Compose the project says what belongs together, not the folder.
 * @param taken the names that stacks have now
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
