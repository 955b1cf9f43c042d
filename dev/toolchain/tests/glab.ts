import { existsSync, renameSync } from "node:fs";
import { join } from "node:path";
import { unpackDebianPackage } from "../images/debian-package.ts";
import { onPath, withFolder } from "../setup/files.ts";
import type { Step } from "../setup/step.ts";
import { testDir } from "./places.ts";

const suite = "trixie";
const installed = join(testDir, `glab-${suite}`);

/** GitLab's own command line, from Debian's package. */
export const glab = join(installed, "usr/bin/glab");

/** Without Debian's package manager there is no glab, and its tests are skipped. */
export const glabStep: Step = {
  name: "glab",
  seconds: 15,
  done: () => existsSync(glab) || !onPath("apt-get"),
  run: (activity) =>
    withFolder(testDir, async (work) => {
      renameSync(await unpackDebianPackage("glab", suite, work, activity), installed);
    }),
};
