import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clock, Progress, statusLine } from "../../../dev/toolchain/setup/progress.ts";
import { Terminal } from "./terminal.ts";

const step = {
  position: "[2/5]",
  name: "Pulumi CLI 3.255.0",
  expected: 204,
  remembered: true,
};
const later = [{ seconds: 300 }];

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test.each([
  [0, "0:00"],
  [9.4, "0:09"],
  [59.6, "1:00"],
  [83, "1:23"],
  [3601, "60:01"],
])("%d seconds read %s", (seconds, text) => {
  expect(clock(seconds)).toBe(text);
});

test("a status has the step, its number, its time, its last time, and the remaining time", () => {
  expect(statusLine({ ...step, later, detail: "package 8 of 90", elapsed: 20 })).toBe(
    "[2/5] Pulumi CLI 3.255.0: package 8 of 90, 0:20 (last time 3:24, 8:04 left in all)",
  );
  expect(statusLine({ ...step, later, detail: "", elapsed: 0, remembered: false })).toBe(
    "[2/5] Pulumi CLI 3.255.0, 0:00 (expected 3:24, 8:24 left in all)",
  );
  expect(statusLine({ ...step, later, detail: "", elapsed: 300 })).toBe(
    "[2/5] Pulumi CLI 3.255.0, 5:00 (last time 3:24, 5:00 left in all)",
  );
});

test("a pipe gets a line at once, then one every 15 seconds, and the outcome", () => {
  const out = new Terminal();
  const progress = new Progress(step, () => later, out);
  progress.detail = "building";
  vi.advanceTimersByTime(31_000);
  progress.note("a line that stays");
  progress.end("done in");
  vi.advanceTimersByTime(60_000);
  expect(out.text.split("\n")).toEqual([
    "[2/5] Pulumi CLI 3.255.0, 0:00 (last time 3:24, 8:24 left in all)",
    "[2/5] Pulumi CLI 3.255.0: building, 0:15 (last time 3:24, 8:09 left in all)",
    "[2/5] Pulumi CLI 3.255.0: building, 0:30 (last time 3:24, 7:54 left in all)",
    "      a line that stays",
    "[2/5] Pulumi CLI 3.255.0: done in 0:31",
    "",
  ]);
});

test("a terminal has one live line, cut to its width", () => {
  const out = new Terminal(true);
  const progress = new Progress(step, () => later, out);
  progress.detail = "x".repeat(80);
  vi.advanceTimersByTime(500);
  progress.end("done in");
  const clear = "\r\x1b[K";
  expect(out.text).toBe(
    [
      `${clear}[2/5] Pulumi CLI 3.255.0, 0:00 (last time 3:24, 8:24 left i`,
      `${clear}[2/5] Pulumi CLI 3.255.0: ${"x".repeat(33)}`,
      `${clear}[2/5] Pulumi CLI 3.255.0: done in 0:01\n`,
    ].join(""),
  );
});
