import { existsSync } from "node:fs";
import { join } from "node:path";
import { cacheDir, stateDir } from "../../../toolchain/setup/places.ts";
import { runSteps } from "../../../toolchain/setup/step.ts";
import { peerSteps } from "../../bench/peers.ts";
import { attempt, type Outcome } from "./command.ts";

/** Calls Docker Compose: the plugin, or the program that the bench builds. */
export type Compose = (...args: string[]) => Promise<Outcome>;

/** Undefined where this machine has no Docker Compose. */
export async function findCompose(): Promise<Compose | undefined> {
  if (existsSync(built)) return calling(built);
  const { code } = await attempt("docker", ["compose", "version"]);
  return code === 0 ? calling("docker", "compose") : undefined;
}

/** Docker Compose of the release whose behaviour counts, built where it is missing. */
export async function ensureCompose(): Promise<Compose> {
  const steps = peerSteps().filter(({ name }) => name === "docker-compose");
  if (!(await runSteps(steps, { stateDir, out: process.stderr })))
    throw new Error("Docker Compose could not be built: its log says why.");
  return calling(built);
}

const built = join(cacheDir, "bench", "docker-compose");

/** The stage that `make` names would win over that of a stack's own files. */
function calling(command: string, ...first: string[]): Compose {
  const { STAGE: _, ...env } = process.env;
  return (...args) => attempt(command, [...first, ...args], { env });
}
