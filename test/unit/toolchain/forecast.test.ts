import { expect, test } from "vitest";
import { forecast, slowness } from "../../../dev/toolchain/setup/forecast.ts";

const steps = [
  { name: "a", seconds: 100 },
  { name: "b", seconds: 40 },
  { name: "c", seconds: 200 },
  { name: "short", seconds: 2 },
];

test("a step takes as long as last time", () => {
  expect(forecast({ name: "a", seconds: 100 }, steps, { a: 7 })).toEqual({ seconds: 7, remembered: true });
});

test("a new step's estimate is scaled by the ratio of the others", () => {
  expect(forecast({ name: "c", seconds: 200 }, steps, { a: 150 })).toEqual({
    seconds: 300,
    remembered: false,
  });
  expect(forecast({ name: "c", seconds: 200 }, steps, {})).toEqual({ seconds: 200, remembered: false });
});

test("one outlier does not count, nor do short and unknown steps", () => {
  expect(slowness(steps, { a: 150, b: 2, c: 320, short: 30, unknown: 1000 })).toBe(1.5);
});
