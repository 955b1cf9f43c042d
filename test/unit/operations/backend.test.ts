import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { readLocks, readState, stageFiles } from "../../../operations/backend.ts";
import { workIn } from "./workplace.ts";

afterEach(() => void vi.unstubAllEnvs());

const lock = { pid: 12, username: "kim", hostname: "boat", timestamp: "2026-11-21T08:17:20Z" };

test("the files of a stage lie where Pulumi keeps them", () => {
  const folder = workIn({ "Pulumi.yaml": "name: boat\n" });
  vi.stubEnv("PULUMI_BACKEND_URL", pathToFileURL(join(folder, "my state")).href);
  expect(stageFiles("dev")).toEqual({
    state: join(folder, "my state/.pulumi/stacks/boat/dev.json"),
    locks: join(folder, "my state/.pulumi/locks/organization/boat/dev"),
  });
});

test.each([undefined, "s3://boat", "https://api.pulumi.com"])("a backend %j has no files here", (url) => {
  vi.stubEnv("PULUMI_BACKEND_URL", url);
  expect(stageFiles("dev")).toBeUndefined();
});

test("locks are read, and what Pulumi keeps beside them is not", () => {
  const folder = workIn({ "locks/a.json": JSON.stringify(lock), "locks/a.json.attrs": "{" });
  expect(readLocks({ state: "", locks: join(folder, "locks") })).toEqual([lock]);
  expect(readLocks({ state: "", locks: join(folder, "none") })).toEqual([]);
});

test("the state is read; a stage without one is empty", () => {
  const resource = { urn: "urn:a", type: "docker:index/network:Network" };
  const latest = { resources: [resource], pending_operations: [{ type: "creating", resource }] };
  const folder = workIn({
    "full.json": JSON.stringify({ version: 3, checkpoint: { latest } }),
    "new.json": JSON.stringify({ version: 3, checkpoint: { stack: "dev" } }),
  });
  const states = ["full.json", "new.json", "missing.json"].map((file) =>
    readState({ state: join(folder, file), locks: "" }),
  );
  const empty = { resources: [], pending: [] };
  expect(states).toEqual([
    { resources: [resource], pending: [{ type: "creating", resource }] },
    empty,
    empty,
  ]);
});
