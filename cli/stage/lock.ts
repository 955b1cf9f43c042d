import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { parse } from "yaml";
import type { Problem } from "../../lib/problems/index.ts";
import {
  completed,
  completedStack,
  historyOf,
  holdsInForce,
  type Lock,
  lockedImage,
  lockFile,
  lockText,
  parseLock,
  runningOf,
} from "../../lib/releases/index.ts";
import { isLocked } from "../../lib/settings/locked.ts";
import { settingsFile } from "../../lib/settings/settings-source.ts";
import type { Deployment } from "../../lib/state/index.ts";
import { type LockPlace, withSources } from "./image-sources.ts";

/** True if the lock of a stage decides which images run. */
export function isLockedStage(stage: string): boolean {
  const { config } = parse(readFileSync(settingsFile(stage), "utf8")) ?? {};
  return isLocked(stage, config?.["smallboat:locked"]);
}

/** The problem of a command that writes a lock which would decide nothing. */
export function lockRequired(stage: string): Problem {
  return {
    path: `${settingsFile(stage)} smallboat:locked`,
    expected: "true, so that the lock decides which images run",
    found: "a stage that follows tags",
    remedy: `set it to true, or take moved tags with: make up STAGE=${stage}`,
  };
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

/**
 * Adds the images that run to the lock of a locked stage, if the lock does not name them yet. Called after a run.
 * @param id the only stack that the run changed. Default: it changed all
 */
export async function completeLock(stage: string, deployment: Deployment, id?: string): Promise<void> {
  if (!isLockedStage(stage)) return;
  const [lock, running] = [readStageLock(stage), runningOf(deployment)];
  const held = Object.keys(holdsInForce(historyOf(deployment).holds, lock));
  const next = id === undefined ? completed(lock, running, held) : completedStack(lock, running, id);
  // Others were looked at when they came, and may have no labels.
  const fresh = lockPlaces(next).filter(
    ({ stack, written, image }) =>
      !image.source && (stack === id || lockedImage(lock, stack, written) === undefined),
  );
  if (writeStageLock(stage, await withSources(next, fresh, deployment)))
    console.log(`${lockFile(stage)} names what runs now: commit it.`);
}

function lockPlaces({ stacks }: Lock): LockPlace[] {
  return Object.entries(stacks).flatMap(([stack, { images }]) =>
    Object.entries(images).map(([written, image]) => ({ stack, written, image })),
  );
}

function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
