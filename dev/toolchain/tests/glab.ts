import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianSources, sourceFormat } from "../images/machine.ts";
import { onPath, withFolder } from "../setup/files.ts";
import type { Activity, Step } from "../setup/step.ts";
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
      const unpacked = join(work, "unpacked");
      await fetchPackage(work, unpacked, activity);
      renameSync(unpacked, installed);
    }),
};

/** By the machine's own settings of apt, but with lists and cache of its own: the system stays as it is. */
async function fetchPackage(work: string, unpacked: string, activity: Activity): Promise<void> {
  for (const folder of ["lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const targets = execFileSync("apt-get", ["indextargets", "--format", sourceFormat], { encoding: "utf8" });
  writeFileSync(join(work, "sources.list"), `${debianSources(targets, suite).join("\n")}\n`);
  const places = {
    "Dir::Etc::sourcelist": join(work, "sources.list"),
    "Dir::Etc::sourceparts": "/dev/null",
    "Dir::State::lists": join(work, "lists"),
    "Dir::State::status": "/dev/null",
    "Dir::Cache": join(work, "cache"),
    // The folder is the user's own, which apt's user may not read.
    "APT::Sandbox::User": "root",
  };
  const options = Object.entries(places).flatMap(([key, value]) => ["--option", `${key}=${value}`]);
  await activity.run("apt-get", ["--quiet", ...options, "update"], { cwd: work });
  await activity.run("apt-get", ["--quiet", ...options, "download", "glab"], { cwd: work });
  const [file = ""] = globSync("glab_*.deb", { cwd: work });
  await activity.run("dpkg-deb", ["--extract", join(work, file), unpacked]);
}
