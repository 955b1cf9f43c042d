import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { HealTimes } from "../../lib/heal/index.ts";
import { stageFiles } from "../../lib/locks/index.ts";

/** When the places of a stage were healed lately. A damaged file counts as none. */
export function readHealTimes(stage: string): HealTimes {
  const file = fileOf(stage);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

export function writeHealTimes(stage: string, times: HealTimes): void {
  const file = fileOf(stage);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(times), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** With the stage's other files. If its state is not kept in a folder, only this checkout knows. */
function fileOf(stage: string): string {
  return stageFiles(stage)?.heals ?? join(".smallboat", "heals", `${stage}.json`);
}
