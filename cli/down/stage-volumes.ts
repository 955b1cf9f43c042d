import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { stageLabel } from "../../lib/docker/labels.ts";
import { isOfNamesake, type Owner } from "../../lib/docker/ownership.ts";
import { type EngineVolume, listVolumes, removeVolume, unused } from "../../lib/docker/volumes.ts";
import type { StageEngine } from "../stage/engines.ts";

/** A volume that a stage has used, or that carries its label, and the volume's engine. */
export interface StageVolume extends StageEngine {
  readonly volume: EngineVolume;
  /** True if a container uses it, of whatever stage. */
  readonly isUsed: boolean;
  /**
   * `namesake` is a stage of the same name in another state, whose volume this stage has never used. `other` is anything else,
   * such as Docker Compose before an adoption.
   */
  readonly maker: "stage" | "namesake" | "other";
}

/**
 * The volumes on these engines that carry the stage's label, or that the stage has recorded.
 * @param recorded names
 * @throws ProblemError
 */
export async function stageVolumes(
  owner: Owner,
  recorded: ReadonlySet<string>,
  engines: readonly StageEngine[],
): Promise<StageVolume[]> {
  const lists = engines.map(async ({ engine, where }) => {
    const asked = Promise.all([listVolumes(engine), listVolumes(engine, unused)]);
    const [all, free] = await orEngineProblem(where, asked);
    const freeNames = new Set(free.map(({ Name }) => Name));
    return all.flatMap((volume): StageVolume[] => {
      const maker = makerOf(volume, owner, recorded);
      return maker ? [{ engine, where, volume, isUsed: !freeNames.has(volume.Name), maker }] : [];
    });
  });
  return (await Promise.all(lists)).flat();
}

function makerOf(
  { Name, Labels }: EngineVolume,
  owner: Owner,
  recorded: ReadonlySet<string>,
): StageVolume["maker"] | undefined {
  const labels = Labels ?? {};
  if (labels[stageLabel] !== owner.stage) return recorded.has(Name) ? "other" : undefined;
  return isOfNamesake(labels, owner) && !recorded.has(Name) ? "namesake" : "stage";
}

/** Removes volumes with their data. @throws ProblemError */
export async function removeVolumes(volumes: readonly StageVolume[]): Promise<void> {
  await Promise.all(
    volumes.map(({ engine, where, volume }) => orEngineProblem(where, removeVolume(engine, volume.Name))),
  );
}
