import { join } from "node:path";
import { expect, test } from "vitest";
import { readState } from "../../../operations/backend.ts";
import { workIn } from "./workplace.ts";

test("the state is read; a stage without one is empty", () => {
  const resource = { urn: "urn:a", type: "docker:index/network:Network" };
  const latest = { resources: [resource], pending_operations: [{ type: "creating", resource }] };
  const folder = workIn({
    "full.json": JSON.stringify({ version: 3, checkpoint: { latest } }),
    "new.json": JSON.stringify({ version: 3, checkpoint: { stack: "dev" } }),
  });
  const states = ["full.json", "new.json", "missing.json"].map((file) =>
    readState({ state: join(folder, file) }),
  );
  const empty = { resources: [], pending: [] };
  expect(states).toEqual([
    { resources: [resource], pending: [{ type: "creating", resource }] },
    empty,
    empty,
  ]);
});
