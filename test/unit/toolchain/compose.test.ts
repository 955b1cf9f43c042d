import { mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { composeProgram, composeStep } from "../../../toolchain/setup/compose.ts";
import { isBuilt, programFile } from "../../../toolchain/setup/program.ts";

let folder: string;
let own: string;
let system: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "compose-"));
  [own, system] = [join(folder, "own"), join(folder, "system")];
});
afterEach(() => rmSync(folder, { recursive: true }));

const activity = { say: () => {}, note: () => {}, run: () => Promise.reject(new Error("nothing to run")) };

test("a plugin of the machine is used as it is", () => {
  expect(composeStep(own, [system]).done()).toBe(false);
  mkdirSync(system);
  writeFileSync(join(system, "docker-compose"), "", { mode: 0o755 });
  expect(composeStep(own, [system]).done()).toBe(true);
});

test.runIf(isBuilt(composeProgram))("the program that tests use becomes the user's plugin", async () => {
  const plugin = join(own, "docker-compose");
  mkdirSync(own);
  symlinkSync(join(folder, "gone"), plugin);
  const step = composeStep(own, [system]);
  expect(step.done()).toBe(false);
  await step.run(activity);
  expect([step.done(), readlinkSync(plugin)]).toEqual([true, programFile(composeProgram)]);
});
