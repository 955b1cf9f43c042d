import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** @throws Error with the missing part and the remedy in one sentence */
export function requireTools(): void {
  const remedy = 'run "make setup", then eval "$(make env)"';
  if (!works("pulumi", "version")) throw new Error(`The live tests need the Pulumi CLI on PATH: ${remedy}.`);
  if (!works("docker", "version"))
    throw new Error(`The live tests need a Docker engine that answers: ${remedy}.`);
}

/** A file or folder that the set-up of the tests has made. @throws Error where it is missing */
export function prepared(path: string): string {
  if (existsSync(path)) return path;
  throw new Error(`${path} is missing: run dev/toolchain/setup.sh setup-tests, as "make test" does.`);
}

function works(command: string, ...args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
