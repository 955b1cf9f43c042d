import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { builtImage } from "../support/examples.ts";
import type { Project } from "./project.ts";
import { recorded, recorder, Team } from "./team.ts";

vi.setConfig({ testTimeout: 500_000, hookTimeout: 600_000 });

let team: Team;
let project: Project;
let sha: string;

beforeAll(async () => {
  team = await Team.start();
  await team.publish("python:3.13-slim", "python:3.13-slim");
});

afterAll(() => team?.stop());

test("builds, tests, pushes the image of the default branch, and sets it on staging", async () => {
  // Where kubectl would reach a cluster it only says how it is called.
  const reads = 'case "$*" in *--filename=-*) cat ;; esac';
  const deployer = await recorder(await builtImage("kubernetes-deployer"), "kubectl", reads);
  project = await team.project({
    example: "twelve-factor",
    kind: "twelve-factor-app",
    options: { pythons: ["3.13"], images: { deployer } },
    variables: {
      KUBE_URL: { value: "https://kubernetes.example" },
      KUBE_TOKEN: { value: "token-of-the-test", masked: true },
      KUBE_REVIEW_TOKEN: { value: "token-of-reviews", masked: true },
      KUBE_CA_PEM: { value: "-----BEGIN CERTIFICATE-----", type: "file" },
    },
  });
  const pipeline = await project.finished("main", 400);
  expect(await pipeline.statuses()).toEqual({
    build: "success",
    "test: [3.13]": "success",
    "build-docker:default": "success",
    staging: "success",
  });
  const tags = await team.tags("twelve-factor");
  sha = tags[0] ?? "";
  expect(tags).toEqual([expect.stringMatching(/^[0-9a-f]{8}$/), "latest"]);
  expect(await pipeline.log("build")).toContain("Successfully built twelve_factor-0.1.0-py3-none-any.whl");
  expect(await pipeline.log("test: [3.13]")).toMatch(/= 15 passed in /);
  const log = await pipeline.log("staging");
  expect(recorded(log).slice(-2)).toEqual([
    `kubectl set image deployment/twelve-factor web=${team.registry}/twelve-factor:${sha} --namespace=staging`,
    "kubectl rollout status deployment/twelve-factor --namespace=staging --timeout=300s",
  ]);
  expect(log).not.toContain("token-of-the-test");
});

test("a tag makes a release, which waits for a person on its way to production", async () => {
  await project.tag("v0.1.0");
  const pipeline = await project.finished("v0.1.0", 400);
  expect(await pipeline.statuses()).toMatchObject({ "build-docker:tags": "success", production: "manual" });
  expect(await team.tags("twelve-factor")).toEqual([sha, "latest", "v0.1.0"].sort());
  const [status, log] = await pipeline.play("production");
  expect([status, recorded(log).slice(-2)]).toEqual([
    "success",
    [
      `kubectl set image deployment/twelve-factor web=${team.registry}/twelve-factor:v0.1.0 --namespace=production`,
      "kubectl rollout status deployment/twelve-factor --namespace=production --timeout=300s",
    ],
  ]);
});

test("a branch has an image of its own, and a review that a person cleans up", async () => {
  const commit = await project.commit({ "notes.txt": "for a review\n" }, "feature/Slugs");
  const pipeline = await project.finished("feature/Slugs", 400);
  expect(await pipeline.statuses()).toMatchObject({
    "build-docker": "success",
    review: "success",
    cleanup: "manual",
  });
  expect(await team.tags("twelve-factor")).toEqual(
    [sha, commit.slice(0, 8), "feature-slugs", "latest", "v0.1.0"].sort(),
  );
  const [status] = await pipeline.play("cleanup");
  expect(status).toBe("success");
});
