import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parse } from "yaml";
import {
  completed,
  historyOf,
  type Lock,
  lockFile,
  lockText,
  parseLock,
  runningOf,
} from "../../lib/releases/index.ts";
import { isLocked } from "../../lib/settings/locked.ts";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import type { Deployment } from "../../lib/state/index.ts";

/** True if the lock of a stage decides which images run. */
export function isLockedStage(stage: string): boolean {
  const { config } = parse(readFileSync(settingsFile(stage), "utf8")) ?? {};
  return isLocked(stage, config?.["smallboat:locked"]);
}

/** @throws ProblemError if the file is no lock that a command has written */
export function readStageLock(stage: string): Lock {
  return parseLock(stage, textOf(lockFile(stage)));
}

/** Replaces the file as a whole. @returns true if it has changed */
export function writeStageLock(stage: string, lock: Lock): boolean {
  const file = lockFile(stage);
  const text = lockText(stage, lock);
  if (textOf(file) === text) return false;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
  return true;
}

/** Adds the images that run to the lock of a locked stage, if the lock does not name them yet. Called after a run. */
export function completeLock(stage: string, deployment: Deployment): void {
  if (!isLockedStage(stage)) return;
  const held = Object.keys(historyOf(deployment).holds);
  if (writeStageLock(stage, completed(readStageLock(stage), runningOf(deployment), held)))
    console.log(`${lockFile(stage)} names what runs now: commit it.`);
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
