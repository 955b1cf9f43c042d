import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { composeProgram, composeStep } from "../../../dev/toolchain/setup/compose.ts";
import { isBuilt, programFile } from "../../../dev/toolchain/setup/program.ts";

let folder: string;
let own: string;
let system: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-"));
  [own, system] = [join(folder, "own"), join(folder, "system")];
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

const missing = { done: () => false };
const activity = { say: () => {}, note: () => {}, run: () => Promise.reject(new Error("nothing to run")) };

test("an existing plugin of the machine is used", async () => {
  expect(await composeStep(missing, own, [system]).done()).toBe(false);
  mkdirSync(system);
  writeFileSync(join(system, "docker-compose"), "", { mode: 0o755 });
  expect(await composeStep(missing, own, [system]).done()).toBe(true);
});

test("a machine without an own engine needs no plugin; one that will have an engine does", async () => {
  vi.stubEnv("PATH", folder);
  const reached = { done: () => true };
  expect(await composeStep(reached, own, [system]).done()).toBe(true);
  expect(await composeStep(missing, own, [system]).done()).toBe(false);
  writeFileSync(join(folder, "dockerd"), "", { mode: 0o755 });
  expect(await composeStep(reached, own, [system]).done()).toBe(false);
});

test.runIf(isBuilt(composeProgram))("the program that tests use becomes the user's plugin", async () => {
  const plugin = join(own, "docker-compose");
  mkdirSync(own);
  symlinkSync(join(folder, "gone"), plugin);
  const step = composeStep(missing, own, [system]);
  expect(await step.done()).toBe(false);
  await step.run(activity);
  expect([await step.done(), readlinkSync(plugin)]).toEqual([true, programFile(composeProgram)]);
});
