import { join } from "node:path";
import type { Told } from "../../lib/notice/index.ts";
import { readMap, writeMap } from "../stage/map-file.ts";

/** A file of this checkout that remembers what webhooks were told, if there is no issue. Without the file they are told again. */
export function readTold(stage: string): Told {
  return readMap(fileOf(stage));
}

export function writeTold(stage: string, told: Told): void {
  writeMap(fileOf(stage), told);
}

function fileOf(stage: string): string {
  return join(".smallboat", "told", `${stage}.json`);
}
