import { expect, test } from "vitest";
import { loadStack } from "../../../lib/compose/index.ts";
import { filesOf, type Pair, pairs, saidOf } from "../../cases/merging/pairs.ts";
import { DIR, LABEL, memoryFiles, problems } from "./support.ts";

function said(pair: Pair): unknown {
  let found: unknown = "refused";
  const lines = problems(() => {
    const stack = loadStack(
      { dir: DIR, label: LABEL, project: "proj", values: {} },
      memoryFiles(filesOf(pair)),
    );
    found = JSON.parse(JSON.stringify(saidOf(stack.model)).replaceAll(DIR, "@STACK@"));
  });
  for (const line of lines) expect(line).toMatch(/^[\w./]+:\d+:\d+: expected .+, found .+; .+$/);
  return found;
}

// Where compose crashes there is nothing to be equal to.
test("every pair of forms of every key is merged as in compose", { timeout: 120_000 }, () => {
  const known = pairs.filter((pair) => pair.said !== "crashed");
  expect(known.length).toBeGreaterThan(4900);
  expect(known.map((pair) => ({ ...pair, said: said(pair) }))).toEqual(known);
});
