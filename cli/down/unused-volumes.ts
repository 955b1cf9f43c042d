import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { unusedOfStage } from "../../lib/docker/labels.ts";
import { isOfNamesake, type Owner } from "../../lib/docker/ownership.ts";
import { type EngineVolume, listVolumes, removeVolume } from "../../lib/docker/volumes.ts";
import type { StageEngine } from "../stage/engines.ts";

/** A volume and its engine. */
export interface UnusedVolume extends StageEngine {
  readonly volume: EngineVolume;
  /** True if this stage has never used it: a stage of the same name in another state made it. */
  readonly isNamesakes: boolean;
}

/**
 * The volumes on these engines that carry the stage's label and that no container uses.
 * @param used names of volumes that the stage used, even if it did not make them
 * @throws ProblemError
 */
export async function unusedVolumes(
  owner: Owner,
  used: ReadonlySet<string>,
  engines: readonly StageEngine[],
): Promise<UnusedVolume[]> {
  const lists = engines.map(async ({ engine, where }) => {
    const volumes = await orEngineProblem(where, listVolumes(engine, unusedOfStage(owner.stage)));
    return volumes.map((volume) => ({
      engine,
      where,
      volume,
      isNamesakes: isOfNamesake(volume.Labels ?? {}, owner) && !used.has(volume.Name),
    }));
  });
  return (await Promise.all(lists)).flat();
}

/** Removes volumes with their data. @throws ProblemError */
export async function removeVolumes(volumes: readonly UnusedVolume[]): Promise<void> {
  await Promise.all(
    volumes.map(({ engine, where, volume }) => orEngineProblem(where, removeVolume(engine, volume.Name))),
  );
}
