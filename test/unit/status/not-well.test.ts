import { expect, test } from "vitest";
import { notWell, statusCode } from "../../../lib/status/not-well.ts";
import { chat, finding, well, withContainer } from "./sample.ts";

const stopped = { health: "stopped", state: "exited with 1" } as const;
const ignored = { reason: "It is tried out." };

test("a stage is well, has a fault, or was not asked as a whole", () => {
  const unanswered = [{ who: "10.0.0.159", text: "no answer" }];
  expect([
    statusCode(well),
    statusCode(withContainer(chat, stopped)),
    statusCode({ ...withContainer(chat, stopped), unanswered }),
  ]).toEqual([0, 2, 1]);
});

test.each([
  ["the state", "state", []],
  ["another field", "memory", ["10.0.0.60/chat web is stopped: exited with 1"]],
])("a rule that ignores %s of a stopped container hides only that", (_, field, texts) => {
  expect(notWell(withContainer(chat, stopped, [finding(chat, { field, ignored })]))).toEqual(texts);
});
