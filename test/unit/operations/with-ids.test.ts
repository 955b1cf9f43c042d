import { expect, test } from "vitest";
import type { DeployedResource } from "../../../operations/deployment.ts";
import { withIds } from "../../../operations/with-ids.ts";

const resource = (urn: string, facts: Partial<DeployedResource> = {}): DeployedResource => ({
  urn,
  type: "docker:index/container:Container",
  id: "gone",
  ...facts,
});

test("what is back lives under another id, whatever the state makes of its successor", () => {
  const resources = [
    resource("failed", { outputs: { id: "gone", name: "web" } }),
    resource("removed", { pendingReplacement: true }),
    resource("removed", { delete: true }),
    resource("other"),
  ];
  const ids = new Map([
    ["failed", "first"],
    ["removed", "second"],
  ]);
  expect(withIds({ resources }, ids)).toEqual({
    resources: [
      resource("failed", { id: "first", outputs: { id: "first", name: "web" } }),
      resource("removed", { id: "second" }),
      resource("removed", { delete: true }),
      resource("other"),
    ],
  });
});
