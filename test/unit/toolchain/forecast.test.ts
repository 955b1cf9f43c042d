import { expect, test } from "vitest";
import { forecast, outlook, slowness, timeLeft } from "../../../dev/toolchain/setup/forecast.ts";

const steps = [
  { name: "a", seconds: 100 },
  { name: "b", seconds: 40 },
  { name: "c", seconds: 200 },
  { name: "short", seconds: 2 },
  { name: "beside", seconds: 20, fetchesAll: true },
];

test("a step takes as long as last time", () => {
  expect(forecast({ name: "a", seconds: 100 }, steps, { a: 7 })).toEqual({ seconds: 7, remembered: true });
});

test("the estimate of a new step is scaled by the ratio of the steps that have run", () => {
  expect(forecast({ name: "c", seconds: 200 }, steps, { a: 150 })).toEqual({
    seconds: 300,
    remembered: false,
  });
  expect(forecast({ name: "c", seconds: 200 }, steps, {})).toEqual({ seconds: 200, remembered: false });
});

test("one outlier does not count, nor do short and unknown steps, nor those that ran beside others or were done already", () => {
  expect(slowness(steps, { a: 150, b: 2, c: 320, short: 30, beside: 200, unknown: 1000 })).toBe(1.5);
  expect(slowness(steps, { a: 150, b: 0, c: 0 })).toBe(1.5);
});

test.each([
  [
    "in its first minute the estimate of a step is its forecast",
    { elapsed: 50, share: 0.5 },
    { expected: 300, left: 350 },
  ],
  [
    "after it, this machine's speed counts, for later steps too",
    { elapsed: 60, share: 0.1 },
    { expected: 600, left: 740 },
  ],
  ["a faster machine", { elapsed: 75, share: 0.5 }, { expected: 150, left: 125 }],
  ["a step that does not know its share", { elapsed: 350 }, { expected: 300, left: 100 }],
])("%s", (_, course, expected) => {
  const later = [{ seconds: 100 }];
  expect(outlook({ expected: 300, later, ...course })).toEqual(expected);
});

const apart = (seconds: number) => ({ seconds });
const beside = (seconds: number) => ({ seconds, fetchesAll: true });

test.each([
  ["steps one after another", [apart(60), apart(20), apart(5)], 85],
  ["steps that end while an earlier one runs", [apart(60), beside(20), beside(30), apart(5)], 65],
  ["the last of them ends later", [apart(60), beside(40), beside(30), apart(5)], 75],
  ["a step that had to wait for one beside it", [apart(10), beside(40), apart(5), beside(30)], 70],
  ["a step whose turn comes before it could begin beside others", [apart(10), beside(40), beside(30)], 70],
  ["nothing", [], 0],
])("the time that is left: %s", (_, remainders, seconds) => {
  expect(timeLeft(remainders)).toBe(seconds);
});
