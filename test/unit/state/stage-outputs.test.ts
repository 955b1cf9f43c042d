import { expect, test } from "vitest";
import { asSecret, plainStageOutputs, stageOutputs } from "../../../lib/state/index.ts";
import { state } from "./sample.ts";

const registry = { address: "10.0.0.1:5000", url: "https://10.0.0.1:5000", user: "repouser" };
const password = asSecret("hunter2");
const root = {
  urn: "urn:pulumi:dev::boat::pulumi:pulumi:Stack::boat-dev",
  type: "pulumi:pulumi:Stack",
  outputs: { stage: "dev", registry: { ...registry, password } },
};

test("the outputs are the stage's own; a new state has none", () => {
  const deployment = { resources: [...state.deployment.resources, root], pending_operations: [] };
  expect(stageOutputs(deployment)).toEqual({ stage: "dev", registry: { ...registry, password } });
  expect(plainStageOutputs(deployment)).toEqual({
    stage: "dev",
    registry: { ...registry, password: "hunter2" },
  });
  const empty = { resources: [], pending_operations: [] };
  expect([stageOutputs(empty), plainStageOutputs(empty)]).toEqual([{}, {}]);
});
