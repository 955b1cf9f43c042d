import { readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./files.ts";

/** Seconds of each step's last complete run on this machine, by name. */
export type Timings = Readonly<Record<string, number>>;

const fileIn = (cacheDir: string) => join(cacheDir, "timings.json");

/** Reads the timings. Empty if the file is missing or damaged: only forecasts depend on it. */
export function readTimings(cacheDir: string): Timings {
  try {
    return JSON.parse(readFileSync(fileIn(cacheDir), "utf8")) as Timings;
  } catch {
    return {};
  }
}

/** Writes the timings. Without space for them the next forecasts are estimates. */
export function writeTimings(cacheDir: string, timings: Timings): void {
  try {
    writeWhole(fileIn(cacheDir), `${JSON.stringify(timings, null, 2)}\n`);
  } catch {
    // Only forecasts depend on it.
  }
}
