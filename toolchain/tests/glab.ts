import { existsSync, globSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianSources, sourceFormat } from "../../../toolchain/images/machine.ts";
import { onPath, withFolder } from "../../../toolchain/setup/files.ts";
import { cacheDir } from "../../../toolchain/setup/places.ts";
import { attempt, run } from "./command.ts";

const suite = "trixie";

/** GitLab's own command line. @returns the program, or why it cannot be had on this machine */
export async function installedGlab(): Promise<{ program: string } | { missing: string }> {
  const folder = join(cacheDir, "test", `glab-${suite}`);
  const program = join(folder, "usr/bin/glab");
  if (existsSync(program)) return { program };
  if (!onPath("apt-get")) return { missing: "there is no apt-get to fetch Debian's package of glab with" };
  const reason = await withFolder(join(cacheDir, "test"), async (work) => {
    const unpacked = join(work, "unpacked");
    const failure = await fetchPackage(work, unpacked);
    if (failure === undefined) renameSync(unpacked, folder);
    return failure;
  });
  return reason === undefined ? { program } : { missing: reason };
}

/** By the machine's own settings of apt, but with lists and cache of its own: the system stays as it is. */
async function fetchPackage(work: string, unpacked: string): Promise<string | undefined> {
  for (const folder of ["lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(work, folder), { recursive: true });
  }
  const targets = await run("apt-get", ["indextargets", "--format", sourceFormat]);
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
  for (const command of ["update", "download"]) {
    const args = ["--quiet", ...options, command, ...(command === "download" ? ["glab"] : [])];
    const { code, stderr } = await attempt("apt-get", args, { cwd: work });
    if (code !== 0) return `apt-get ${command} failed: ${stderr.trim().split("\n").at(-1)}`;
  }
  const [file = ""] = globSync("glab_*.deb", { cwd: work });
  await run("dpkg-deb", ["--extract", join(work, file), unpacked]);
  return undefined;
}
