import { randomBytes } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./files.ts";
import { stateDir } from "./places.ts";
import type { Step } from "./step.ts";

/** The default backend: Pulumi's own file layout. */
export const stackStateDir = join(stateDir, "state");

/** Encrypts the secrets of dev in the state. Made once: with another one that state cannot be read. */
export const passphraseFile = join(stateDir, "passphrase");

export const stateStep: Step = {
  name: "state folder",
  seconds: 0,
  done: () => existsSync(stackStateDir) && existsSync(passphraseFile) && isClosed(stateDir),
  run: async () => {
    mkdirSync(stackStateDir, { recursive: true, mode: 0o700 });
    // Logs and backups may be there already.
    chmodSync(stateDir, 0o700);
    if (!existsSync(passphraseFile)) writeWhole(passphraseFile, randomBytes(24).toString("base64url"), 0o600);
  },
};

/** Whether other users cannot get into a folder. */
function isClosed(folder: string): boolean {
  return (statSync(folder).mode & 0o077) === 0;
}
