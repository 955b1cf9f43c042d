import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readState, removeTornAttributes } from "../../../operations/backend.ts";
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

test("attributes that a killed run left torn are removed, whole ones stay", () => {
  const folder = workIn({
    "a.json": "{}",
    "a.json.attrs": "",
    "a.json.bak.attrs": '{"user.',
    "b.json.attrs": "{}",
  });
  for (const name of ["a.json", "b.json", "c.json"]) removeTornAttributes({ state: join(folder, name) });
  expect(readdirSync(folder).sort()).toEqual(["a.json", "b.json.attrs"]);
});
