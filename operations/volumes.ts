import { explaining } from "../engine/faults.ts";
import { unusedOfStage } from "../engine/labels.ts";
import { listVolumes, removeVolume, type Volume } from "../engine/volumes.ts";
import type { StageEngine } from "./engines.ts";

/** A volume, and where it is. */
export interface StageVolume extends StageEngine {
  readonly volume: Volume;
}

/** The stage's volumes on these engines that no container uses. @throws ProblemError */
export async function stageVolumes(stage: string, engines: readonly StageEngine[]): Promise<StageVolume[]> {
  const lists = engines.map(async ({ engine, where }) => {
    const volumes = await explaining(where, listVolumes(engine, unusedOfStage(stage)));
    return volumes.map((volume) => ({ engine, where, volume }));
  });
  return (await Promise.all(lists)).flat();
}

/** Removes volumes with all that is in them. @throws ProblemError */
export async function purge(volumes: readonly StageVolume[]): Promise<void> {
  await Promise.all(
    volumes.map(({ engine, where, volume }) => explaining(where, removeVolume(engine, volume))),
  );
}
