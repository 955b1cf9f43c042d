import { join } from "node:path";
import type { HealTimes } from "../../lib/heal/index.ts";
import { stageFiles } from "../../lib/locks/index.ts";
import { readMap, writeMap } from "../stage/map-file.ts";

/** When the places of a stage were healed lately. */
export function readHealTimes(stage: string): HealTimes {
  return readMap(fileOf(stage));
}

export function writeHealTimes(stage: string, times: HealTimes): void {
  writeMap(fileOf(stage), times);
}

/** With the stage's other files. If its state is not kept in a folder, only this checkout knows. */
function fileOf(stage: string): string {
  return stageFiles(stage)?.heals ?? join(".smallboat", "heals", `${stage}.json`);
}
