import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { writeWhole } from "./files.ts";
import { stateDir } from "./places.ts";
import type { Step } from "./step.ts";

/** Folder of the default backend, with Pulumi's own layout. */
export const stackStateDir = join(stateDir, "state");

/**
 * The URL of a backend that keeps the state in a folder. Without `metadata=skip`, Pulumi writes a second file beside the state at
 * each change. That file holds attributes, which Pulumi does not need.
 */
export const backendUrl = (folder: string) => `${pathToFileURL(folder).href}?metadata=skip`;

/** File of the passphrase that encrypts the secrets of dev. It is made once, because another one could not read the state. */
export const passphraseFile = join(stateDir, "passphrase");

export const stateStep: Step = {
  name: "state folder",
  seconds: 0,
  done: () => existsSync(stackStateDir) && existsSync(passphraseFile) && isClosed(stateDir),
  run: async () => {
    mkdirSync(stackStateDir, { recursive: true, mode: 0o700 });
    // Logs and backups may already exist.
    chmodSync(stateDir, 0o700);
    if (!existsSync(passphraseFile)) writeWhole(passphraseFile, randomBytes(24).toString("base64url"), 0o600);
  },
};

/** True if other users cannot enter a folder. */
function isClosed(folder: string): boolean {
  return (statSync(folder).mode & 0o077) === 0;
}
