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

test("a step that never ran takes as much longer than estimated as the others did here", () => {
  expect(forecast({ name: "c", seconds: 200 }, steps, { a: 150 })).toEqual({
    seconds: 300,
    remembered: false,
  });
  expect(forecast({ name: "c", seconds: 200 }, steps, {})).toEqual({ seconds: 200, remembered: false });
});

test("one odd time does not count, nor do those of short steps and of unknown ones", () => {
  expect(slowness(steps, { a: 150, b: 2, c: 320, short: 30, unknown: 1000 })).toBe(1.5);
});
