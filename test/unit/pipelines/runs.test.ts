import { describe, expect, test } from "vitest";
import { kinds } from "../../../lib/pipelines/index.ts";
import { events } from "./events.ts";
import { jobsThatRun } from "./gitlab-ci-local.ts";
import { pipelineOf, variants } from "./variants.ts";

const onMain = {
  "python-module": ["release-package"],
  "container-app": ["build"],
  "container-image": ["build"],
  "app-engine-app": ["back", "test", "deploy_production"],
  "kubernetes-deployer-app": ["build image", "test image", "deploy to staging", "rollback staging (manual)"],
  "realworld-app": [
    "test.app",
    "lint.app",
    "pack.app",
    "cluster.kops",
    "deploy.postgres",
    "deploy.app",
    "deploy.nginx-ingress",
  ],
  "twelve-factor-app": ["build", "test: [3.12]", "test: [3.13]", "build-docker:default", "staging"],
} as const;

/** For each event and kind the jobs that run; a kind that is absent has no pipeline then. */
const runs: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  "push to dev": {
    "python-module": ["test"],
    "container-app": ["test", "build"],
    "container-image": ["build"],
    "app-engine-app": ["back", "test"],
    "kubernetes-deployer-app": ["build image", "test image"],
    "realworld-app": ["test.app", "lint.app", "pack.app"],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker",
      "review",
      "cleanup (manual)",
    ],
    infrastructure: ["check"],
  },
  "push to dev, open merge request": {
    "python-module": ["test"],
    "container-app": ["test", "build"],
    "container-image": ["build"],
    "app-engine-app": ["back", "test"],
    "realworld-app": ["test.app", "lint.app", "pack.app"],
  },
  "push to main": {
    ...onMain,
    infrastructure: [
      "check",
      "test",
      "up dev",
      "up dev anew (manual)",
      "up prod (manual)",
      "up prod anew (manual)",
    ],
  },
  "push to production": {
    "app-engine-app": ["back", "test"],
    "kubernetes-deployer-app": [
      "build image",
      "test image",
      "deploy to production",
      "rollback production (manual)",
    ],
    "realworld-app": ["test.app", "lint.app"],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker",
      "review",
      "cleanup (manual)",
    ],
    infrastructure: ["check"],
  },
  "push to another branch": {
    "app-engine-app": ["back", "test"],
    "kubernetes-deployer-app": ["build image", "test image"],
    "realworld-app": ["test.app", "lint.app"],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker",
      "review",
      "cleanup (manual)",
    ],
    infrastructure: ["check"],
  },
  "push to another branch, open merge request": {},
  "merge request from another branch": {
    "python-module": ["test"],
    "container-app": ["test"],
    "app-engine-app": ["back", "test"],
    "kubernetes-deployer-app": ["build image", "test image"],
    "realworld-app": ["test.app", "lint.app"],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker",
      "review",
      "cleanup (manual)",
    ],
    infrastructure: ["check", "draft", "test (manual)"],
  },
  "merge request from dev": {
    "kubernetes-deployer-app": ["build image", "test image"],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker",
      "review",
      "cleanup (manual)",
    ],
    infrastructure: ["check", "draft", "test (manual)"],
  },
  "merge request from main": {},
  "merge request from a fork's main": {
    "python-module": ["test"],
    "container-app": ["test"],
    "app-engine-app": ["back", "test"],
    "kubernetes-deployer-app": ["build image", "test image"],
    "realworld-app": ["test.app", "lint.app"],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker",
      "review",
      "cleanup (manual)",
    ],
    infrastructure: ["check", "draft", "test (manual)"],
  },
  tag: {
    "realworld-app": [
      "test.app",
      "lint.app",
      "pack.app",
      "cluster.kops",
      "deploy.postgres",
      "deploy.app",
      "deploy.nginx-ingress",
    ],
    "twelve-factor-app": [
      "build",
      "test: [3.12]",
      "test: [3.13]",
      "build-docker:tags",
      "production (manual)",
    ],
  },
  "schedule on main": {
    "python-module": ["test"],
    "container-app": ["test"],
    "app-engine-app": ["back", "test"],
    "realworld-app": ["test.app", "lint.app"],
    "twelve-factor-app": ["build", "test: [3.12]", "test: [3.13]"],
    infrastructure: ["drift dev", "outdated dev", "drift prod", "outdated prod"],
  },
  "preview of merge requests": { ...onMain, infrastructure: ["review"] },
};

const all = Object.fromEntries(
  Object.entries(variants).map(([name, variant]) => [name, pipelineOf(variant)]),
);

describe.for(Object.entries(events))("%s", async ([event, variables]) => {
  const running = await jobsThatRun(all, variables);

  test("these jobs run", () => {
    const ofKinds = Object.entries(running).filter(([name, jobs]) => name in kinds && jobs.length > 0);
    expect(Object.fromEntries(ofKinds)).toEqual(runs[event]);
  });

  test("no job needs a missing job", () => {
    const missing = Object.entries(all).flatMap(([name, { jobs }]) => {
      const present = (running[name] ?? []).map((job) => job.replace(/ \(manual\)$/, ""));
      return present.flatMap((job) => (jobs[job]?.needs ?? []).filter((need) => !present.includes(need)));
    });
    expect(missing).toEqual([]);
  });
});

test("a schedule cleans registries only if the option says so", async () => {
  const { "schedule on main": variables = {} } = events as Readonly<Record<string, Record<string, string>>>;
  const running = await jobsThatRun(all, variables);
  expect(running["infrastructure of one stage"]).toEqual([
    "drift test",
    "outdated test",
    "registry-clean test",
  ]);
});

test("every event has a case", () => {
  expect(Object.keys(runs)).toEqual(Object.keys(events));
});
