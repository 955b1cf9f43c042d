import { expect, test } from "vitest";
import { ReplacementBarrier } from "../../../lib/rollout/replacement-barrier.ts";

/** What has come true a moment later. */
async function reached(promises: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const done: string[] = [];
  for (const [name, promise] of Object.entries(promises)) promise.then(() => done.push(name));
  await new Promise(setImmediate);
  return done.sort();
}

test("who fails waits until each container that is being replaced is there again, and no further one begins", async () => {
  const halfWay = new ReplacementBarrier();
  await halfWay.begin("web", 60);
  await halfWay.begin("db", 60);
  halfWay.end("web");
  const closed = halfWay.close();
  const begun = { db: halfWay.begin("db", 60), other: halfWay.begin("other", 60) };
  expect(await reached({ closed, ...begun })).toEqual(["db"]);
  halfWay.end("db");
  expect(await reached({ closed, other: begun.other })).toEqual(["closed"]);
});

test("nobody is waited for longer than it said", async () => {
  const halfWay = new ReplacementBarrier();
  await halfWay.begin("web", 0.01);
  expect(await halfWay.close()).toBeUndefined();
});
