import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runSteps, type Step } from "../../../dev/toolchain/setup/step.ts";
import { linesOf, Terminal } from "./terminal.ts";

/** Mounting needs root. */
const isRoot = process.getuid?.() === 0;

let disk: string;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "full-disk-"));
  if (isRoot) execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk]);
});
afterEach(() => {
  if (isRoot) execFileSync("umount", [disk]);
  rmSync(disk, { recursive: true });
});

test.runIf(isRoot)("a full disk, also below logs and timings, is one sentence", async () => {
  mkdirSync(join(disk, "built"));
  const step: Step = {
    name: "big",
    seconds: 0,
    done: () => false,
    run: ({ run }) => run("sh", ["-c", 'seq 20000 && head -c 1M /dev/zero >"$0"', join(disk, "file")]),
  };
  const out = new Terminal();
  expect(await runSteps([step], { stateDir: disk, cacheDir: disk, out })).toBe(false);
  expect(linesOf(out)).toEqual([
    "[1/1] big, _:__ (expected _:__, _:__ left in all)",
    "[1/1] big: failed after _:__",
    "big: the disk is full: free some space.",
    expect.stringMatching(/^The whole log is in .*big\.log; the next run goes on from here\.$/),
  ]);
  expect(readdirSync(disk)).toContain("built");
});
