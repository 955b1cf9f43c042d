import { expect, test } from "vitest";
import { recipes } from "../../../dev/toolchain/images/recipes.ts";
import { imageFingerprint, imageSteps, isCurrent, isThere } from "../../../dev/toolchain/images/steps.ts";

const [python] = recipes as [(typeof recipes)[number]];
const local = (recipe: string) => ({ "smallboat.local-build": "true", "smallboat.recipe": recipe });

test.each([
  ["an absent image", undefined, { there: false, current: false }],
  ["an official image", {}, { there: true, current: true }],
  ["somebody's image with other labels", { maintainer: "somebody" }, { there: true, current: true }],
  ["a local build of this recipe", local(imageFingerprint(python)), { there: true, current: true }],
  ["a local build of another recipe", local("0".repeat(64)), { there: true, current: false }],
])("%s: whether it exists for set-up, and is current for ensure.ts", (_, labels, expected) => {
  expect({ there: isThere(python, labels), current: isCurrent(python, labels) }).toEqual(expected);
});

test("a changed part changes the recipe", () => {
  const changed = { ...python, parts: [] };
  expect(imageFingerprint(changed)).not.toBe(imageFingerprint(python));
});

test("an image's steps begin with the steps of its base images", () => {
  expect(imageSteps(["pypiserver/pypiserver:v2.4.1"]).map(({ name }) => name)).toEqual([
    "image python:3.13-slim",
    "image pypiserver/pypiserver:v2.4.1",
  ]);
  expect(imageSteps().map(({ name }) => name)).toEqual(recipes.map(({ tag }) => `image ${tag}`));
});

test("an image without a recipe is refused with the names of the known images", () => {
  expect(() => imageSteps(["redis:7"])).toThrow(
    `no recipe for image redis:7: expected one of ${recipes.map(({ tag }) => tag).join(", ")}`,
  );
});
