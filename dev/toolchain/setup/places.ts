import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** This checkout's root. */
export const checkout = resolve(import.meta.dirname, "../../..");

/** Folder for this checkout's state, passphrase, logs and timings. Git ignores it. */
export const stateDir = join(checkout, ".smallboat");

/** Folder for tools that all checkouts of this user share. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "smallboat");

/** The home in which Pulumi runs, unless the user has named one. */
export const runHome = join(cacheDir, "pulumi");

const namedHome = process.env.PULUMI_HOME === runHome ? undefined : process.env.PULUMI_HOME;

/** The user's home of Pulumi, with CLI, plugins and login. */
export const pulumiHome = namedHome || join(homedir(), ".pulumi");

interface Manifest {
  readonly version: string;
  readonly dependencies: Readonly<Record<string, string>>;
}

const { dependencies } = manifestIn(checkout);

/** The exact version of a dependency in package.json, or of its folder in this checkout. */
export function pinned(dependency: string): string {
  const version = dependencies[dependency];
  if (version === undefined) throw new Error(`package.json does not depend on ${dependency}`);
  return version.startsWith("file:") ? manifestIn(join(checkout, version.slice(5))).version : version;
}

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}
