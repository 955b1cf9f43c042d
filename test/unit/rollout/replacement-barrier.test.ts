import { expect, test } from "vitest";
import { ReplacementBarrier } from "../../../lib/rollout/replacement-barrier.ts";

/** What has come true a moment later. */
async function reached(promises: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const done: string[] = [];
  for (const [name, promise] of Object.entries(promises)) promise.then(() => done.push(name));
  await new Promise(setImmediate);
  return done.sort();
}

test("a failure waits until each container that is being replaced exists again, and no other replacement begins", async () => {
  const barrier = new ReplacementBarrier();
  await barrier.begin("web", 60);
  await barrier.begin("db", 60);
  barrier.end("web");
  const closed = barrier.close();
  const begun = { db: barrier.begin("db", 60), other: barrier.begin("other", 60) };
  expect(await reached({ closed, ...begun })).toEqual(["db"]);
  barrier.end("db");
  expect(await reached({ closed, other: begun.other })).toEqual(["closed"]);
});

test("each replacement is awaited only for its own time limit", async () => {
  const barrier = new ReplacementBarrier();
  await barrier.begin("web", 0.01);
  expect(await barrier.close()).toBeUndefined();
});

test("a failure is thrown after each container that is being replaced exists again", async () => {
  const barrier = new ReplacementBarrier();
  await barrier.begin("web", 60);
  const failed = barrier.fail(new Error("no space left")).catch(({ message }) => message);
  expect(await reached({ failed })).toEqual([]);
  barrier.end("web");
  expect(await failed).toBe("no space left");
});
