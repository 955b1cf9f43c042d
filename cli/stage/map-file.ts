import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { jsonObject } from "../../lib/state/json.ts";

/** The map that a file remembers. Empty if there is no file, or a damaged one. */
export function readMap<Value>(file: string): Readonly<Record<string, Value>> {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  return (jsonObject(text) ?? {}) as Record<string, Value>;
}

/** Replaces the file as a whole. Nobody else may read it. */
export function writeMap(file: string, map: Readonly<Record<string, unknown>>): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.new`, JSON.stringify(map), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
