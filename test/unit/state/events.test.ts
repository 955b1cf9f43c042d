import { expect, test } from "vitest";
import { parseReport } from "../../../lib/state/index.ts";

const line = (event: object) => JSON.stringify(event);
const state = (urn: string, more: object = {}) => ({ urn, type: "t", ...more });
const pre = (op: string, urn: string, more: object = {}) =>
  line({ resourcePreEvent: { metadata: { op, urn, type: "t", logical: true, ...more } } });

test("a log is a list of steps, without the parts of a replacement and without reads", () => {
  const log = [
    pre("same", "urn:a", { old: state("urn:a"), new: state("urn:a") }),
    pre("delete-replaced", "urn:b", { old: state("urn:b"), logical: false }),
    pre("replace", "urn:b", { old: state("urn:b"), new: state("urn:b"), detailedDiff: { "labels[0]": {} } }),
    pre("create-replacement", "urn:b", { new: state("urn:b"), logical: false }),
    pre("read", "urn:c", { new: state("urn:c") }),
    pre("delete", "urn:d", { old: state("urn:d") }),
    '{"resourcePreEvent": {"metadata": {"op": "cre',
  ];
  expect(parseReport(log.join("\n")).steps).toEqual([
    { op: "same", urn: "urn:a", oldState: state("urn:a"), newState: state("urn:a"), detailedDiff: null },
    {
      ...{ op: "replace", urn: "urn:b", oldState: state("urn:b"), newState: state("urn:b") },
      detailedDiff: { "labels[0]": {} },
    },
    { op: "delete", urn: "urn:d", oldState: state("urn:d"), newState: null, detailedDiff: null },
  ]);
});

test("a component has its registered outputs, and a resource of a provider has the outputs of the state", () => {
  const [before, now] = [{ outputs: { n: 1 } }, { outputs: { n: 2 } }];
  const outputs = (urn: string, more: object) =>
    line({ resOutputsEvent: { metadata: { op: "same", urn, type: "t", new: state(urn, more) } } });
  const log = [
    pre("same", "urn:component", { new: state("urn:component", before) }),
    pre("same", "urn:container", { new: state("urn:container", { custom: true, ...before }) }),
    outputs("urn:component", now),
    outputs("urn:container", { custom: true, ...now }),
  ];
  expect(parseReport(log.join("\n")).steps.map(({ newState }) => newState?.outputs)).toEqual([
    { n: 2 },
    { n: 1 },
  ]);
});

test("messages have no colours, and ephemeral and debug messages are left out", () => {
  const say = (message: string, more: object = {}) =>
    line({ diagnosticEvent: { severity: "warning", message, ...more } });
  const log = [
    say("<{%fg 1%}>it is<{%reset%}> late\n", { urn: "urn:a" }),
    say("passing", { ephemeral: true }),
    say("bug", { severity: "debug" }),
    say("100 % sure"),
  ];
  expect(parseReport(log.join("\n")).diagnostics).toEqual([
    { severity: "warning", message: "it is late", urn: "urn:a" },
    { severity: "warning", message: "100 % sure" },
  ]);
  expect(parseReport("")).toEqual({ steps: [], diagnostics: [] });
});
