import { expect, test } from "vitest";
import { type Resource, recordedHosts, withIds, withoutHosts } from "../../../lib/state/index.ts";
import { farsOwn, farWeb, nearWeb, registry, server, state, stays } from "./sample.ts";

const hosts = recordedHosts(state.deployment);

test("a host is forgotten with all below it, what it held for others, and what went with that", () => {
  expect(withoutHosts(state, hosts.slice(0, 1))).toEqual({
    version: 3,
    deployment: {
      manifest: { version: "v3" },
      resources: [...stays, nearWeb([registry.urn])],
      pending_operations: [{ type: "updating", resource: nearWeb([server.urn, registry.urn]) }],
    },
  });
  expect([farWeb, ...farsOwn].filter((each) => stays.includes(each))).toEqual([]);
});

test("without a host to forget a state stays as it is", () => {
  expect(withoutHosts(state, [])).toEqual(state);
});

const container = (urn: string, facts: Partial<Resource> = {}): Resource => ({
  urn,
  type: "docker:index/container:Container",
  id: "gone",
  ...facts,
});

test("what is back lives under another id, whatever the state makes of its successor", () => {
  const resources = [
    container("failed", { outputs: { id: "gone", name: "web" } }),
    container("removed", { pendingReplacement: true }),
    container("removed", { delete: true }),
    container("other"),
  ];
  const ids = new Map([
    ["failed", "first"],
    ["removed", "second"],
  ]);
  expect(withIds({ deployment: { resources, pending_operations: [] } }, ids).deployment.resources).toEqual([
    container("failed", { id: "first", outputs: { id: "first", name: "web" } }),
    container("removed", { id: "second" }),
    container("removed", { delete: true }),
    container("other"),
  ]);
});
