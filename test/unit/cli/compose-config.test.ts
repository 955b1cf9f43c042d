import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "../../..");

test("a line for each folder: compose's model, or its problems", () => {
  const dirs = ["test/cases/compose/build", "test/cases/compose/absent"];
  const { stdout, status } = spawnSync(process.execPath, ["cli/compose-config.ts", ...dirs], {
    cwd: root,
    encoding: "utf8",
  });
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect([lines, status]).toEqual([
    [
      { dir: dirs[0], model: expect.objectContaining({ name: "proj" }) },
      { dir: dirs[1], error: expect.stringMatching(/^test\/cases\/compose\/absent: expected /) },
    ],
    1,
  ]);
});
