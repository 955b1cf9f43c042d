import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test, vi } from "vitest";
import { readLocks, stageFiles } from "../../../lib/locks/index.ts";
import { workIn } from "../cli/workplace.ts";

afterEach(() => void vi.unstubAllEnvs());

const lock = { pid: 12, username: "kim", hostname: "boat", timestamp: "2026-11-21T08:17:20Z" };

test("the files of a stage are in Pulumi's folders, with our notes beside them", () => {
  const folder = workIn({ "Pulumi.yaml": "name: boat\n" });
  vi.stubEnv("PULUMI_BACKEND_URL", pathToFileURL(join(folder, "my state")).href);
  expect(stageFiles("dev")).toEqual({
    state: join(folder, "my state/.pulumi/stacks/boat/dev.json"),
    locks: join(folder, "my state/.pulumi/locks/organization/boat/dev"),
    runs: join(folder, "my state/runs/boat/dev"),
    heals: join(folder, "my state/heals/boat/dev.json"),
  });
});

test.each([undefined, "s3://boat", "https://api.pulumi.com"])("a backend %j has no files here", (url) => {
  vi.stubEnv("PULUMI_BACKEND_URL", url);
  expect(stageFiles("dev")).toBeUndefined();
});

test("locks are read, even truncated ones, and Pulumi's other files are not", () => {
  const folder = workIn({
    "locks/a.json": JSON.stringify(lock),
    "locks/a.json.attrs": "{",
    "locks/b.json": "{",
  });
  const locks = join(folder, "locks");
  expect(readLocks({ locks })).toEqual([
    { file: join(locks, "a.json"), ...lock },
    {
      file: join(locks, "b.json"),
      pid: 0,
      username: "somebody",
      hostname: "an unknown machine",
      timestamp: "",
    },
  ]);
  expect(readLocks({ locks: join(folder, "none") })).toEqual([]);
});
