import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** This checkout's root. */
export const checkout = resolve(import.meta.dirname, "../..");

/** What set-up keeps for this checkout: state, passphrase, logs, timings. Ignored by git. */
export const stateDir = join(checkout, ".smallboat");

/** Tools that every checkout of this user can share. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "smallboat");

/** Where Pulumi itself looks for its plugins. */
export const pulumiHome = process.env.PULUMI_HOME || join(homedir(), ".pulumi");

const { dependencies } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8")) as {
  dependencies: Record<string, string>;
};

/** The exact version of a dependency, as package.json pins it. */
export function pinned(dependency: string): string {
  const version = dependencies[dependency];
  if (version === undefined) throw new Error(`package.json does not depend on ${dependency}`);
  return version;
}
