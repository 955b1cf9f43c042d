import { expect, test } from "vitest";
import { incarnationOf, isOfNamesake, isOurs } from "../../../lib/docker/ownership.ts";

const owner = { stage: "dev", id: "1a" };

test.each<[string, Record<string, string>, boolean, boolean]>([
  [
    "carries the id of the state",
    { "smallboat.stage": "dev", "smallboat.incarnation": "1a.life" },
    true,
    false,
  ],
  [
    "was made by an older version",
    { "smallboat.stage": "dev", "smallboat.incarnation": "life-1" },
    true,
    false,
  ],
  ["was adopted", { "smallboat.stage": "dev", "smallboat.incarnation": "adopted" }, true, false],
  ["carries no incarnation", { "smallboat.stage": "dev" }, true, false],
  ["carries another id", { "smallboat.stage": "dev", "smallboat.incarnation": "2b.life" }, false, true],
  ["is of another stage", { "smallboat.stage": "prod", "smallboat.incarnation": "1a.life" }, false, false],
  ["is nobody's", {}, false, false],
])("whose resource it is that %s", (_, labels, ours, namesakes) => {
  expect([isOurs(labels, owner), isOfNamesake(labels, owner)]).toEqual([ours, namesakes]);
});

test("a state without an id owns the resources of older versions, and nothing else", () => {
  const labels = (incarnation: string) => ({
    "smallboat.stage": "dev",
    "smallboat.incarnation": incarnation,
  });
  expect(["life", "1a.life"].map((each) => isOurs(labels(each), { stage: "dev" }))).toEqual([true, false]);
});

test("a new incarnation contains its owner", () => {
  expect([incarnationOf(owner, "life"), incarnationOf({ stage: "dev" }, "life")]).toEqual([
    "1a.life",
    "life",
  ]);
});
