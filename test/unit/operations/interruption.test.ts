import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { isAbandoned } from "../../../operations/interruption.ts";

const timestamp = "2026-11-21T08:17:20Z";

/** A process of this name that runs until the test ends. */
async function running(name: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "smallboat-test-"));
  copyFileSync("/bin/sleep", join(folder, name));
  const child = spawn(join(folder, name), ["60"]);
  await once(child, "spawn");
  onTestFinished(() => {
    child.kill();
    rmSync(folder, { recursive: true });
  });
  return child.pid ?? 0;
}

test("a lock of a running CLI is not abandoned", async () => {
  expect(isAbandoned({ pid: await running("pulumi"), hostname: hostname(), timestamp })).toBe(false);
});

test("a lock whose process is gone is abandoned", async () => {
  const child = spawn("true");
  await once(child, "close");
  expect(isAbandoned({ pid: child.pid ?? 0, hostname: hostname(), timestamp })).toBe(true);
});

test.runIf(process.platform === "linux")(
  "a lock whose number another process has by now is abandoned",
  async () => {
    expect(isAbandoned({ pid: await running("other"), hostname: hostname(), timestamp })).toBe(true);
  },
);

test("a lock of another machine is left to that machine", () => {
  expect(isAbandoned({ pid: 2 ** 30, hostname: `not-${hostname()}`, timestamp })).toBe(false);
});
