import { execFileSync } from "node:child_process";
import { globSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Activity } from "../setup/step.ts";
import { debianSources, sourceFormat } from "./machine.ts";

/**
 * Fetches a package of a Debian release and unpacks it, without installing it: the system stays as it is. The machine's
 * own settings of apt count, with lists and cache of their own.
 * @param work an empty folder
 * @returns the folder with the files of the package
 */
export async function unpackDebianPackage(
  name: string,
  suite: string,
  work: string,
  activity: Activity,
): Promise<string> {
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
  const fetching = { cwd: work, fetches: true };
  await activity.run("apt-get", ["--quiet", ...options, "update"], fetching);
  await activity.run("apt-get", ["--quiet", ...options, "download", name], fetching);
  const [file = ""] = globSync(`${name}_*.deb`, { cwd: work });
  const unpacked = join(work, "unpacked");
  await activity.run("dpkg-deb", ["--extract", join(work, file), unpacked]);
  return unpacked;
}
