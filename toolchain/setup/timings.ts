import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./files.ts";

/** Seconds that each step took when it last ran through, by name. */
export type Timings = Readonly<Record<string, number>>;

const fileIn = (stateDir: string) => join(stateDir, "timings.json");

/** What is remembered; nothing where the file is missing or spoilt, since only forecasts depend on it. */
export function readTimings(stateDir: string): Timings {
  try {
    return JSON.parse(readFileSync(fileIn(stateDir), "utf8")) as Timings;
  } catch {
    return {};
  }
}

export function writeTimings(stateDir: string, timings: Timings): void {
  writeWhole(fileIn(stateDir), `${JSON.stringify(timings, null, 2)}\n`);
}
