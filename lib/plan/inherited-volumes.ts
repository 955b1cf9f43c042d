import type { ContainerPlan, InheritedVolume } from "../compose/index.ts";
import type { Observation, ObservedContainer } from "../docker/observation.ts";
import { anonymousVolumes, keeperName } from "../docker/volume-keeper.ts";

/**
 * A container with the anonymous volumes of its predecessor, as with Docker Compose: those that its file declares and
 * those that its image declares.
 */
export function withInheritedVolumes(plan: ContainerPlan, { containers }: Observation): ContainerPlan {
  const { name } = plan.fields;
  const keeper = containers.get(keeperName(name));
  const before = containers.get(name) ?? keeper;
  const inherited = before ? inheritedFrom(plan, before) : [];
  return {
    ...plan,
    ...(inherited.length > 0 && { inherited }),
    ...(keeper && { hasKeeper: true }),
  };
}

function inheritedFrom(
  { fields, volumesFrom }: ContainerPlan,
  { inspected }: ObservedContainer,
): InheritedVolume[] {
  const { volumes = [], mounts = [], tmpfs = {} } = fields;
  const taken = new Set([
    ...volumes.map(({ containerPath }) => containerPath),
    ...mounts.filter(({ type, source }) => type !== "volume" || source).map(({ target }) => target),
    ...Object.keys(tmpfs),
  ]);
  const declared = new Set(mounts.map(({ target }) => target));
  return anonymousVolumes(inspected)
    .filter(({ target }) => !taken.has(target))
    .map(({ target, name }) => ({ target, volume: name, isOfImage: !declared.has(target) }))
    .filter(({ isOfImage }) => !isOfImage || volumesFrom.length === 0)
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}
