import { expect, test } from "vitest";
import { progress, reopened, type Step } from "../../../../dev/gitlab/pipelines/state/progress.ts";
import { needed, type Status, together } from "../../../../dev/gitlab/pipelines/state/status.ts";

/** `build:success`, `lint?:failed` (may fail), `deploy!manual:created` (when), at a stage. */
function stage(number: number, ...texts: readonly string[]): Step[] {
  return texts.map((text) => {
    const [, name = "", optional, when = "on_success", status = "created", needs] =
      /^(\w+)(\?)?(?:!(\w+))?:(\w+)(?:<(.*))?$/.exec(text) ?? [];
    return {
      id: 0,
      name,
      stage: number,
      status: status as Status,
      allowFailure: optional === "?",
      when: when as Step["when"],
      needs: needs === undefined ? undefined : needs.split(",").filter(Boolean),
    };
  });
}

const cases: readonly [string, Step[], Record<string, Status>][] = [
  [
    "the first stage begins",
    [...stage(0, "a:created", "b:created"), ...stage(1, "c:created")],
    { a: "pending", b: "pending" },
  ],
  [
    "a stage waits for all of the one before",
    [...stage(0, "a:success", "b:running"), ...stage(1, "c:created")],
    {},
  ],
  [
    "success leads to the next",
    [...stage(0, "a:success", "b:skipped"), ...stage(1, "c:created")],
    { c: "pending" },
  ],
  [
    "a failure skips the rest",
    [...stage(0, "a:failed"), ...stage(1, "b:created"), ...stage(2, "c:created")],
    { b: "skipped", c: "skipped" },
  ],
  ["an allowed failure does not", [...stage(0, "a?:failed"), ...stage(1, "b:created")], { b: "pending" }],
  [
    "on_failure runs after a failure",
    [...stage(0, "a:failed"), ...stage(1, "b!on_failure:created", "c!always:created")],
    { b: "pending", c: "pending" },
  ],
  [
    "on_failure is skipped after success",
    [...stage(0, "a:success"), ...stage(1, "b!on_failure:created", "c!always:created")],
    { b: "skipped", c: "pending" },
  ],
  [
    "nothing runs after a cancellation",
    [...stage(0, "a:canceled"), ...stage(1, "b:created", "c!always:created", "d!on_failure:created")],
    { b: "skipped", c: "skipped", d: "skipped" },
  ],
  [
    "a blocking manual job holds the next stage",
    [...stage(0, "a!manual:created"), ...stage(1, "b:created")],
    { a: "manual" },
  ],
  [
    "an optional manual job does not",
    [...stage(0, "a?!manual:created", "x:success"), ...stage(1, "b:created")],
    { a: "manual", b: "pending" },
  ],
  ["a delayed job is scheduled", stage(0, "a!delayed:created"), { a: "scheduled" }],
  [
    "needs go past stages",
    [...stage(0, "a:success", "b:running"), ...stage(1, "c:created<a")],
    { c: "pending" },
  ],
  ["no needs at all: at once", [...stage(0, "a:running"), ...stage(1, "b:created<")], { b: "pending" }],
  ["a skipped need skips", [...stage(0, "a:skipped"), ...stage(1, "b:created<a")], { b: "skipped" }],
  [
    "an unplayed optional need skips",
    [...stage(0, "a?:manual"), ...stage(1, "b:created<a")],
    { b: "skipped" },
  ],
];

test.each(cases)("%s", (_, steps, expected) => {
  const all = steps.map((step, index) => ({ ...step, id: index }));
  const changes = progress(all).map(({ id, status }) => [all[id]?.name, status]);
  expect(Object.fromEntries(changes)).toEqual(expected);
});

test("a job of a resource group waits for it", () => {
  const [a] = stage(0, "a:created");
  expect(progress([{ ...(a as Step), id: 1, resourceGroup: "production" }])).toEqual([
    { id: 1, status: "waiting_for_resource" },
  ]);
});

test("skipped jobs after retried ones may run", () => {
  const steps = [
    ...stage(0, "a:failed", "x:success"),
    ...stage(1, "b:skipped", "c:skipped<x"),
    ...stage(2, "d:skipped<b"),
  ];
  const all = steps.map((step, index) => ({ ...step, id: index }));
  expect(reopened(all, ["a"]).map((id) => all[id]?.name)).toEqual(["b", "d"]);
});

const member = (text: string) => ({
  status: text.replace("?", "") as Status,
  allowFailure: text.endsWith("?"),
});

test.each([
  ["success skipped", "success"],
  ["success failed?", "success"],
  ["success canceled?", "success"],
  ["skipped skipped", "skipped"],
  ["success failed", "failed"],
  ["failed canceled", "failed"],
  ["success canceled", "canceled"],
  ["created created", "created"],
  ["pending created", "pending"],
  ["success pending", "running"],
  ["success created", "running"],
  ["failed running", "running"],
  ["canceling success", "canceling"],
  ["success manual", "manual"],
  ["success manual?", "success"],
  ["success scheduled", "scheduled"],
  ["success waiting_for_resource", "waiting_for_resource"],
])("%s is %s together", (texts, expected) => {
  expect(together(texts.split(" ").map(member))).toBe(expected);
});

test("a need that does not run skips the job, and one that has not ended delays it", () => {
  const of = (text: string) => needed(text.split(" ").filter(Boolean).map(member));
  expect(["success skipped", "success running", "success failed?", "failed success", ""].map(of)).toEqual([
    "skipped",
    "pending",
    "success",
    "failed",
    undefined,
  ]);
});
