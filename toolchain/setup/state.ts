import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
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
  done: () => existsSync(stackStateDir) && existsSync(passphraseFile),
  run: async () => {
    mkdirSync(stackStateDir, { recursive: true });
    if (!existsSync(passphraseFile)) writeWhole(passphraseFile, randomBytes(24).toString("base64url"), 0o600);
  },
};
