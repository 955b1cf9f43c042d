import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll } from "vitest";

const run = promisify(execFile);

const undo: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const step of undo.reverse()) await step();
});

/** Clean-up for the end of this file's tests, last thing first. */
export function atEnd(step: () => Promise<unknown>): void {
  undo.push(step);
}

/** What the Docker client prints. Rejects with its own words. */
export async function docker(...args: string[]): Promise<string> {
  return (await run("docker", args)).stdout.trim();
}

export function randomName(): string {
  return `imgtest-${randomBytes(5).toString("hex")}`;
}

/** A folder that a container's user can read too. It goes when the tests of the file are through. */
export async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "imgtest-"));
  atEnd(() => rm(path, { recursive: true }));
  await chmod(path, 0o755);
  return path;
}

/** Starts a container, which goes with its volumes when the tests of the file are through. */
export async function start(...args: string[]): Promise<string> {
  const name = randomName();
  atEnd(() => docker("rm", "--force", "--volumes", name));
  await docker("run", "--detach", "--name", name, ...args);
  return name;
}

/** Where a container's port was published on loopback. */
export async function address(container: string, port: number): Promise<string> {
  return await docker("port", container, `${port}/tcp`);
}

/** Stops a container by its own signal and tells how it ended and how long that took, in seconds. */
export async function stop(container: string): Promise<{ exitCode: number; seconds: number }> {
  const before = performance.now();
  await docker("stop", "--time", "10", container);
  const seconds = (performance.now() - before) / 1000;
  return { exitCode: Number(await docker("inspect", "--format", "{{.State.ExitCode}}", container)), seconds };
}
