import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createVitest } from "vitest/node";
import LongestFirst, { longest } from "../../longest-first.ts";

const root = join(import.meta.dirname, "../../..");

test("every listed long file exists", () => {
  expect(longest.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});

test("long files come first, the longest at the beginning", async () => {
  const vitest = await createVitest("test", { root, watch: false, config: false });
  const short = "test/unit/problems/problems.test.ts";
  const files = [short, ...longest.toReversed()].map((file) => join(root, file));
  const specifications = files.map((file) => vitest.getRootProject().createSpecification(file));
  const sorted = await new LongestFirst(vitest).sort(specifications);
  await vitest.close();
  expect(sorted.map(({ moduleId }) => moduleId)).toEqual([...longest, short].map((file) => join(root, file)));
});
