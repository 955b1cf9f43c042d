import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Told } from "../../lib/notice/index.ts";

/** What webhooks were told, where no issue remembers it: in a file of this checkout. */
export function readTold(stage: string): Told {
  const file = fileOf(stage);
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) ?? {};
  } catch {
    // A damaged file tells nothing. Webhooks are told once more.
    return {};
  }
}

export function writeTold(stage: string, told: Told): void {
  const file = fileOf(stage);
  mkdirSync(join(file, ".."), { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(told), { mode: 0o600 });
}

function fileOf(stage: string): string {
  return join(".smallboat", "told", `${stage}.json`);
}
