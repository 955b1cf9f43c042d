import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { mapAtMost } from "../../../lib/async/index.ts";

test("at most so many items are worked on at the same time, and the results have the order of the items", async () => {
  let [working, most] = [0, 0];
  const results = await mapAtMost(3, [5, 1, 4, 2, 3], async (rounds) => {
    most = Math.max(most, ++working);
    for (let round = 0; round < rounds; round++) await setImmediate();
    working -= 1;
    return rounds * 10;
  });
  expect([results, most]).toEqual([[50, 10, 40, 20, 30], 3]);
});

test("after an error no further item is begun", async () => {
  const begun: number[] = [];
  const work = async (item: number) => {
    begun.push(item);
    await setImmediate();
    if (item === 1) throw new Error("one");
  };
  await expect(mapAtMost(2, [1, 2, 3, 4, 5, 6], work)).rejects.toThrow("one");
  await setImmediate();
  await setImmediate();
  expect(begun).toEqual([1, 2]);
});

test("without an item nothing is done", async () => {
  expect(await mapAtMost(2, [], () => Promise.reject(new Error("never")))).toEqual([]);
});
