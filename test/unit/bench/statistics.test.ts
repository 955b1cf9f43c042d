import { describe, expect, test } from "vitest";
import type { ContenderName } from "../../bench/contender.ts";
import { fastest, median, pairedRatio, type Sample } from "../../bench/statistics.ts";

const up = { phase: "up", scenario: "20" } as const;
const own = { ...up, contender: "smallboat" } as const;
const compose = { ...up, contender: "compose" } as const;

function samples(contender: ContenderName, ...seconds: number[]): Sample[] {
  return seconds.map((value, index) => ({ ...up, contender, round: index + 1, seconds: value }));
}

test.each([
  [[], undefined],
  [[7], 7],
  [[9, 1, 5], 5],
  [[10, 2, 4, 1], 3],
])("the median of %j is %s", (values, expected) => {
  expect(median(values)).toBe(expected);
});

describe("pairedRatio", () => {
  test("compares within each round, so a slow hour changes nothing", () => {
    const measured = [...samples("smallboat", 1, 20, 3), ...samples("compose", 2, 40, 4)];
    expect(pairedRatio(measured, own, compose)).toBe(0.5);
  });

  test("leaves out rounds that only one side has", () => {
    const measured = [...samples("smallboat", 3, 100, 100), ...samples("compose", 2)];
    expect(pairedRatio(measured, own, compose)).toBe(1.5);
  });

  test("tells scenarios and phases apart", () => {
    const other = samples("smallboat", 8).map((sample) => ({ ...sample, scenario: "100" as const }));
    const measured = [...samples("smallboat", 2), ...other];
    expect(pairedRatio(measured, { ...own, scenario: "100" }, own)).toBe(4);
    expect(pairedRatio(measured, { ...own, phase: "drift" }, own)).toBeUndefined();
  });
});

test("the fastest side has the lowest median of all measured sides", () => {
  const measured = [...samples("compose", 1, 9, 9), ...samples("tofu", 8, 8, 8)];
  const tofu = { ...up, contender: "tofu" } as const;
  expect(fastest(measured, [own, compose, tofu])).toEqual(tofu);
  expect(fastest(measured, [own])).toBeUndefined();
});
