import { expect, test } from "vitest";
import type { ContenderName, Phase } from "../../bench/contender.ts";
import { ratiosOf, secondsOf } from "../../bench/results.ts";
import { reasonOf } from "../../bench/run.ts";
import type { ScenarioName } from "../../bench/scenario.ts";
import type { Failure, Sample } from "../../bench/statistics.ts";
import { failureLines, ratiosTable, secondsTable } from "../../bench/table.ts";

const sample = (contender: ContenderName, phase: Phase, scenario: ScenarioName, seconds: number): Sample => ({
  contender,
  phase,
  scenario,
  seconds,
  round: 1,
});

const samples = [
  sample("smallboat", "up", "20", 8),
  sample("smallboat", "drift", "20", 3),
  sample("smallboat", "unchanged", "20", 2),
  sample("smallboat", "up", "100", 50),
  sample("empty program", "unchanged", "20", 1),
  sample("compose", "up", "20", 10),
  sample("tofu", "up", "20", 9),
  sample("tofu", "drift", "20", 3),
  sample("tofu -parallelism=64", "up", "20", 7),
  sample("tofu -parallelism=64", "drift", "20", 4),
  sample("raw API 16 at a time", "up", "20", 3),
];

test("compares with the faster of a peer's settings, and leaves out what was not measured", () => {
  expect(ratiosOf(samples)).toEqual([
    { name: "up20/compose", value: 0.8, against: "compose", goal: 0.95 },
    { name: "up20/terraform", value: 1.143, against: "tofu -parallelism=64" },
    { name: "up20/terraform64", value: 1.143, against: "tofu -parallelism=64", goal: 1 },
    { name: "up20/raw", value: 2.667, against: "raw API 16 at a time" },
    { name: "noop20/empty", value: 2, against: "empty program", goal: 2 },
    { name: "drift20/terraform", value: 1, against: "tofu", goal: 0.6 },
    { name: "up100/up20", value: 6.25, against: "smallboat", goal: 5.2 },
  ]);
});

test("prints a row for each contender, phases in the order of their run", () => {
  expect(secondsTable(secondsOf(samples)).split("\n")).toEqual([
    "seconds               up20  unchanged20  drift20  up100",
    "smallboat              8.0          2.0      3.0   50.0",
    "empty program            –          1.0        –      –",
    "compose               10.0            –        –      –",
    "tofu                   9.0            –      3.0      –",
    "tofu -parallelism=64   7.0            –      4.0      –",
    "raw API 16 at a time   3.0            –        –      –",
  ]);
});

test("says which goals are met, also at the exact value", () => {
  expect(ratiosTable(ratiosOf(samples)).split("\n")).toEqual([
    "ratio              value    goal                         against",
    "up20/compose        0.80  ≤ 0.95     met               (compose)",
    "up20/terraform      1.14                  (tofu -parallelism=64)",
    "up20/terraform64    1.14  ≤ 1.00  missed  (tofu -parallelism=64)",
    "up20/raw            2.67                  (raw API 16 at a time)",
    "noop20/empty        2.00  ≤ 2.00     met         (empty program)",
    "drift20/terraform   1.00  ≤ 0.60  missed                  (tofu)",
    "up100/up20          6.25  ≤ 5.20  missed             (smallboat)",
  ]);
});

test("a peer that fails is reported with the reason, and not compared", () => {
  const measured = [
    sample("smallboat", "up", "100ssh", 30),
    sample("smallboat", "unchanged", "100ssh", 6),
    sample("compose", "up", "100ssh", 90),
  ];
  const failures: Failure[] = [
    { contender: "compose", phase: "unchanged", scenario: "100ssh", round: 1, reason: "Connection reset" },
    { contender: "tofu", phase: "up", scenario: "100ssh", round: 1, reason: "Broken pipe" },
  ];
  expect(ratiosOf(measured)).toEqual([{ name: "up100ssh/compose", value: 0.333, against: "compose" }]);
  expect(secondsTable(secondsOf(measured), failures).split("\n")).toEqual([
    "seconds    up100ssh  unchanged100ssh",
    "smallboat      30.0              6.0",
    "compose        90.0            fails",
    "tofu          fails                –",
  ]);
  expect(failureLines(failures)).toEqual([
    "compose, unchanged100ssh: fails: Connection reset",
    "tofu, up100ssh: fails: Broken pipe",
  ]);
});

test("the message of ssh is found in a peer's output, even if wrapped", () => {
  const tail = `\`tofu apply\` ended with code 1:
│ Error: Unable to create network: error during connect: Post "http://docker.example.com/v1.41/networks/create":
│ command [ssh -o ConnectTimeout=30 -T -- boat docker system dial-stdio] has exited with exit status 255, make sure
│ the URL is valid, and Docker 18.09 or later is installed on the remote host: stderr=kex_exchange_identification:
│ read: Connection reset by peer
│
│   with docker_network.bench-r1-001,`;
  expect(reasonOf(new Error(tail))).toBe("kex_exchange_identification: read: Connection reset by peer");
  expect(reasonOf(new Error("compose ended up\nwith 99"))).toBe("compose ended up with 99");
});
