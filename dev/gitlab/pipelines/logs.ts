import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { Context } from "../context.ts";
import { readPattern } from "../matching/pattern.ts";
import { masked, overlap } from "./variables/mask.ts";

type Place = Pick<Context, "folder">;

function logPath({ folder }: Place, jobId: number): string {
  return join(folder, "logs", `${jobId}.log`);
}

/** Bytes of a job's log. */
export function logSize(place: Place, jobId: number): number {
  return statSync(logPath(place, jobId), { throwIfNoEntry: false })?.size ?? 0;
}

/** A job's log, from a byte on. */
export function readLog(place: Place, jobId: number, from = 0): Buffer {
  if (logSize(place, jobId) === 0) return Buffer.alloc(0);
  return readFileSync(logPath(place, jobId)).subarray(from);
}

/** Adds to a job's log; masked values, also those that two pieces share, are stars. @returns the new size */
export function appendLog(place: Place, jobId: number, piece: Buffer, secrets: readonly string[]): number {
  const path = logPath(place, jobId);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, "a+", 0o600);
  closeSync(file);
  const handle = openSync(path, "r+");
  try {
    const { size } = fstatSync(handle);
    const before = Buffer.alloc(Math.min(size, overlap(secrets)));
    readSync(handle, before, 0, before.length, size - before.length);
    const shown = masked(Buffer.concat([before, piece]), secrets);
    writeSync(handle, shown, 0, shown.length, size - before.length);
    return size + piece.length;
  } finally {
    closeSync(handle);
  }
}

export function removeLog(place: Place, jobId: number): void {
  rmSync(logPath(place, jobId), { force: true });
}

/** The last number that a job's pattern of RE2 finds in its log, as a percentage. */
export function coverageIn(log: string, pattern: string): number | null {
  const found = readPattern(pattern)?.last(log);
  const number = /\d+(?:[.,]\d+)?/.exec(found?.slice(1).find(Boolean) ?? found?.[0] ?? "");
  return number ? Number(number[0].replace(",", ".")) : null;
}
