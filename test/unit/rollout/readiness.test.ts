import { expect, test } from "vitest";
import { withoutFrames } from "../../../lib/docker/container-logs.ts";
import type { InspectedState } from "../../../lib/docker/inspected-container.ts";
import { healthSeconds, type ReadinessPolicy, readinessVerdict } from "../../../lib/rollout/readiness.ts";
import { inspected } from "../support/engine-facts.ts";

const { State: running } = inspected();
const ended = (ExitCode: number) => ({ ...running, Running: false, ExitCode });
const health = (Status: string) => ({ ...running, Health: { Status } });

test.each<[string, InspectedState, string, { restarts?: number; late?: boolean } & Partial<ReadinessPolicy>]>(
  [
    ["healthy", health("healthy"), "serves", {}],
    ["not yet healthy", health("starting"), "unsure", {}],
    ["not healthy in time", health("starting"), "it starting", { late: true }],
    ["unhealthy", health("unhealthy"), "it unhealthy", {}],
    ["ended badly", ended(3), "exit code 3", {}],
    ["ended well", ended(0), "serves", {}],
    ["ended well, must be healthy", ended(0), "exit code 0", { mustBeHealthy: true }],
    ["without a healthcheck, must be healthy", running, "no healthcheck", { mustBeHealthy: true }],
    ["without a healthcheck", running, "serves", { late: true }],
    ["without a healthcheck, within its time", running, "unsure", {}],
    ["with a healthcheck, restarted a few times", health("starting"), "unsure", { restarts: 3 }],
    [
      "with a healthcheck, restarted often",
      { ...health("starting"), ExitCode: 1 },
      "it started again and again, its last exit code 1",
      { restarts: 4 },
    ],
    ["new, restarting", { ...running, Restarting: true, ExitCode: 1 }, "serves", { late: true }],
    [
      "a replacement, restarting",
      { ...running, Restarting: true, ExitCode: 1 },
      "it started again and again, its last exit code 1",
      { isReplacement: true },
    ],
  ],
)("the readiness of a container: %s", (_, State, want, { restarts = 0, late = false, ...demand }) => {
  const watched = { State, RestartCount: restarts, Config: { Tty: false } };
  expect(readinessVerdict(watched, { isReplacement: false, mustBeHealthy: false, ...demand }, late)).toBe(
    want,
  );
});

test("a healthcheck has one and a half times the time until it fails, and a minute", () => {
  const check = { Interval: 1e9, Timeout: 2e9, StartPeriod: 10e9, Retries: 4 };
  expect([healthSeconds(check), healthSeconds({ Retries: 0 })]).toEqual([98, 420]);
});

test("logs are read without their frame headers", () => {
  const piece = (text: string) =>
    Buffer.concat([Buffer.from([1, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
  expect(withoutFrames(Buffer.concat([piece("one\ntw"), piece("o\n")]))).toBe("one\ntwo\n");
});
