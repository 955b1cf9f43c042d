import { expect, test } from "vitest";
import {
  type Resource,
  recordedHosts,
  withIds,
  withoutContentOf,
  withoutHosts,
} from "../../../lib/state/index.ts";
import { farsOwn, farWeb, nearWeb, registry, server, state, stays, volume } from "./sample.ts";

const hosts = recordedHosts(state.deployment);

test("a forgotten host takes along its children, resources of other components on it, and what is deleted with these", () => {
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

test("without a host to forget, a state stays unchanged", () => {
  expect(withoutHosts(state, [])).toEqual(state);
});

test("resources of a lost volume are forgotten, and the commands that depend on them run again", () => {
  const command = (name: string, ...dependencies: string[]): Resource => ({
    urn: name,
    type: "command:local:Command",
    dependencies,
  });
  const held = { urn: "project", type: "gitlab:index/project:Project", deletedWith: volume.urn };
  const uses = { ...nearWeb([]), dependencies: [volume.urn, held.urn] };
  const resources = [
    volume,
    command("password"),
    held,
    command("starter", held.urn),
    uses,
    command("image", "password", uses.urn),
    command("copy", volume.urn, "password"),
  ];
  const before = { version: 3, deployment: { resources, pending_operations: [] } };
  expect(withoutContentOf(before, new Set([volume.urn]))).toEqual({
    version: 3,
    deployment: {
      resources: [
        volume,
        command("password"),
        { ...uses, dependencies: [volume.urn] },
        command("copy", volume.urn, "password"),
      ],
      pending_operations: [],
    },
  });
});

const container = (urn: string, facts: Partial<Resource> = {}): Resource => ({
  urn,
  type: "docker:index/container:Container",
  id: "gone",
  ...facts,
});

test("a restored container gets its new id in the state, whatever became of its successor", () => {
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
