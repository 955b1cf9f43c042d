import { join } from "node:path";
import type { Told } from "../../lib/notice/index.ts";
import { readMap, writeMap } from "../stage/map-file.ts";

/** What webhooks were told, if no issue remembers it: in a file of this checkout. Without it, they are told once more. */
export function readTold(stage: string): Told {
  return readMap(fileOf(stage));
}

export function writeTold(stage: string, told: Told): void {
  writeMap(fileOf(stage), told);
}

function fileOf(stage: string): string {
  return join(".smallboat", "told", `${stage}.json`);
}
