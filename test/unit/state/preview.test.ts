import { expect, test } from "vitest";
import { changedProperties, errorsOf, statesAfter } from "../../../lib/state/index.ts";
import { parsePreview } from "../../../lib/state/preview.ts";

const state = (id: string) => ({ urn: "urn:a", type: "docker:index/container:Container", id });

test("a preview without steps has an empty list; steps have the state after them", () => {
  expect(parsePreview('{"config": {}}')).toEqual({ steps: [] });
  const steps = [
    { op: "replace", urn: "urn:a", oldState: state("old"), newState: state("new") },
    { op: "delete", urn: "urn:b", oldState: state("gone"), newState: null },
    { op: "none", urn: "urn:c" },
  ];
  expect([...statesAfter(parsePreview(JSON.stringify({ steps })))]).toEqual([
    ["urn:a", state("new")],
    ["urn:b", state("gone")],
  ]);
});

test("a change is reported by its property, whichever part changes", () => {
  const detailedDiff = { "envs[0]": {}, "envs[1]": {}, "labels.a\n.b": {}, restart: {} };
  expect(changedProperties({ op: "update", urn: "urn:a", detailedDiff })).toEqual([
    "envs",
    "labels",
    "restart",
  ]);
  expect(changedProperties({ op: "delete", urn: "urn:a", detailedDiff: null })).toEqual([]);
});

test("a failed command is reported with its errors, not with its input", () => {
  const diagnostics = [
    { severity: "warning", message: "old" },
    { severity: "error", message: "no engine\n" },
    { severity: "error", message: "no network" },
  ];
  expect(errorsOf(JSON.stringify({ steps: [{ op: "same" }], diagnostics }))).toBe("no engine\nno network");
  expect([errorsOf("error: no stage"), errorsOf('{"steps": [')]).toEqual(["error: no stage", '{"steps": [']);
});
