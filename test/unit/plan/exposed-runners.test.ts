import { expect, test } from "vitest";
import { exposedRunners } from "../../../lib/plan/exposed-runners.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { settings } from "./stage.ts";

const socket = "/var/run/docker.sock:/var/run/docker.sock";

function lines(runner: object, kind = "infrastructure"): string[] {
  const checked = settings({
    gitlab: { url: "https://gitlab.example.com" },
    projects: { environment: { kind }, app: { kind: "container-app" } },
    runners: { one: { host: "far", tags: ["shared"], ...runner } },
    secrets: { GITLAB_TOKEN: "glpat" },
  });
  return exposedRunners(checked).map(problemLine);
}

const line = (found: string) =>
  `Pulumi.dev.yaml smallboat:runners.one.protected: expected true, as jobs of environment on it have the stage's secrets, found false, and ${found}; protect it, and let another runner take the jobs of merge requests`;

test.for<[string, object]>([
  ["jobs of any branch get /var/run/docker.sock", { volumes: ["/data:/data:ro", socket] }],
  ["jobs of any branch are privileged", { privileged: true }],
  ["jobs of any branch are privileged", { privileged: "auto" }],
  ["jobs of any branch are privileged", { privileged: true, scope: "environment" }],
])("a runner whose jobs can read secrets is reported: %s", ([found, runner]) => {
  expect(lines(runner)).toEqual([line(found)]);
});

test("a protected runner is right, and so are one without an engine, one of another project, and any without such a project", () => {
  expect(lines({ volumes: [socket], protected: true })).toEqual([]);
  expect(lines({ volumes: ["/data:/data:ro"] })).toEqual([]);
  expect(lines({ privileged: true, scope: "app" })).toEqual([]);
  expect(lines({ privileged: true, paused: true })).toEqual([]);
  expect(lines({ privileged: true }, "container-image")).toEqual([]);
});
