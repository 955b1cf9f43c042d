import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "../../../toolchain/setup/places.ts";
import { attempt, type Outcome } from "./command.ts";

/** Calls Docker Compose: the plugin, or the program that the bench builds. */
export type Compose = (...args: string[]) => Promise<Outcome>;

/** Undefined where this machine has no Docker Compose. */
export async function findCompose(): Promise<Compose | undefined> {
  const built = join(cacheDir, "bench", "docker-compose");
  if (existsSync(built)) return (...args) => attempt(built, args);
  const { code } = await attempt("docker", ["compose", "version"]);
  return code === 0 ? (...args) => attempt("docker", ["compose", ...args]) : undefined;
}
