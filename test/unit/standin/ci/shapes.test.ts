import { expect, test } from "vitest";
import { changed, outcome, paths, sound } from "./sound.ts";

const odd: readonly unknown[] = [
  null,
  5,
  true,
  "",
  "x",
  [],
  [null],
  [5],
  [[["x"]]],
  {},
  { x: 1 },
  [{ x: null }],
  "constructor",
];

test("any value leads to a plan or an error, never to a fault of the server", async () => {
  const kindOf = async (file: object) => Object.keys(await outcome(JSON.stringify(file)))[0];
  expect(await kindOf(sound)).toBe("jobs");
  for (const path of paths(sound)) {
    for (const value of odd) {
      const file = changed(path, (parent, key) => {
        parent[key] = value;
      });
      const found = await kindOf(file).catch((error: Error) => `${path.join(".")}: ${error.stack}`);
      expect(["jobs", "errors", "refused"]).toContain(found);
    }
  }
});
