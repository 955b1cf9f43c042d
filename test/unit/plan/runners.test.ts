import { parse } from "smol-toml";
import { expect, test } from "vitest";
import { canPrivilege } from "../../../lib/docker/privileges.ts";
import type { GitLabPlan } from "../../../lib/plan/gitlab.ts";
import type { ProjectPlan } from "../../../lib/plan/projects.ts";
import { planRunners, type RunnerPlan, tagProblems } from "../../../lib/plan/runners.ts";
import { problemLine } from "../../../lib/problems/index.ts";
import { settings } from "./stage.ts";

const gitlab: GitLabPlan = {
  url: "https://gitlab.example.com",
  jobUrl: "https://gitlab.example.com",
  network: undefined,
  group: { path: "boats", name: "boats", description: "", visibility: "private", parentId: undefined },
  authority: undefined,
  server: undefined,
};

function planned(runner: object, plan = gitlab): RunnerPlan {
  const checked = settings({
    gitlab: { url: plan.url },
    projects: { app: { kind: "container-app" } },
    runners: { one: { host: "far", tags: ["shared"], ...runner } },
    secrets: { GITLAB_TOKEN: "glpat" },
  });
  return planRunners(checked, plan)[0] as RunnerPlan;
}

/** config.toml as the runner reads it: what is said once, of the runner, and of its containers. */
function config(runner: object, plan?: GitLabPlan) {
  const { runners, ...global } = parse(planned(runner, plan).config("glrt-1")) as {
    runners: { docker: object }[];
  };
  const [{ docker, ...rest } = { docker: {} }] = runners;
  return { global, runner: rest, docker };
}

const docker = {
  image: "python:3.13-slim",
  privileged: false,
  pull_policy: ["if-not-present"],
  volumes: ["/etc/docker/certs.d:/etc/docker/certs.d:ro", "smallboat-dev-runner-one:/cache"],
};

test("the registration, and the container on its host", () => {
  const {
    config: _,
    server,
    ...plan
  } = planned({ scope: "app", protected: true, paused: true, locked: true });
  expect(plan).toEqual({
    name: "one",
    description: "one of stage dev",
    tags: ["shared"],
    untagged: false,
    project: "app",
    isProtected: true,
    paused: true,
    locked: true,
    maximumTimeout: 3600,
    authority: undefined,
  });
  const { id, host, label, ready } = server;
  expect({ id, host, label, ready }).toEqual({
    id: "runner-one",
    host: "far",
    label: "lib/servers/runner",
    ready: 120,
  });
  expect(server.plan.containers.map(({ fields }) => [fields.name, fields.volumes])).toEqual([
    [
      "smallboat-dev-runner-one",
      [
        { hostPath: "/var/run/docker.sock", containerPath: "/var/run/docker.sock" },
        { volumeName: "smallboat-dev-runner-one", containerPath: "/cache" },
      ],
    ],
  ]);
});

test("config.toml of a runner at a real GitLab", () => {
  const url = gitlab.url;
  expect(config({ concurrent: 4 })).toEqual({
    global: { concurrent: 4, check_interval: 3, shutdown_timeout: 30 },
    runner: { name: "one", url, clone_url: url, token: "glrt-1", executor: "docker" },
    docker,
  });
});

test("with a private authority, on a network, without a cache", () => {
  const plan = {
    ...gitlab,
    authority: { file: "ca.pem", pem: "PEM" },
    network: "boats",
    jobUrl: "http://gitlab:8929",
  };
  const { runner, docker: containers } = config({ cache: false, jobImage: "node:22-slim" }, plan);
  expect(runner).toEqual({
    name: "one",
    url: "http://gitlab:8929",
    clone_url: "http://gitlab:8929",
    token: "glrt-1",
    executor: "docker",
    "tls-ca-file": "/etc/gitlab-runner/certs/ca.crt",
  });
  expect(containers).toEqual({
    ...docker,
    image: "node:22-slim",
    disable_cache: true,
    network_mode: "boats",
    volumes: ["/etc/docker/certs.d:/etc/docker/certs.d:ro"],
  });
});

test("further volumes of the settings come before the cache", () => {
  const [trusted, cache] = docker.volumes;
  const own = ["/var/run/docker.sock:/var/run/docker.sock", "data:/data:ro"];
  expect(config({ volumes: own }).docker).toEqual({ ...docker, volumes: [trusted, ...own, cache] });
});

test("privileged on request; on an engine that cannot, auto means all that is possible", () => {
  expect(config({ privileged: true }).docker).toEqual({ ...docker, privileged: true });
  // Of another machine the usual is assumed.
  expect(config({ privileged: "auto" }).docker).toEqual({ ...docker, privileged: true });
  const here = config({ privileged: "auto", host: "Local" }).docker;
  expect(here).toEqual(
    canPrivilege("unix:///var/run/docker.sock")
      ? { ...docker, privileged: true }
      : {
          ...docker,
          volumes: [...docker.volumes, "/sys/fs/cgroup:/sys/fs/cgroup:rw"],
          cap_add: ["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "NET_RAW"],
          security_opt: ["seccomp=unconfined", "apparmor=unconfined", "systempaths=unconfined"],
          device_cgroup_rules: ["a *:* rwm"],
        },
  );
});

test("tags that jobs need and no runner has", () => {
  const project = (name: string) =>
    ({ name, kind: "container-app", runnerTags: ["shared", "containers"] }) as unknown as ProjectPlan;
  const runner = (tags: string[], project?: string, paused = false) =>
    ({ tags, project, paused }) as unknown as RunnerPlan;
  const lines = (...runners: RunnerPlan[]) =>
    tagProblems(settings(), [project("app")], runners).map(problemLine);
  const missing = (tag: string, found: string) =>
    `Pulumi.dev.yaml smallboat:projects.app.kind: expected a runner with the tag ${tag}, for which jobs of a container-app ask, ` +
    `found ${found}; add ${tag} to the tags of one of smallboat:runners`;
  expect(lines(runner(["shared", "more"]), runner(["containers"], "app"))).toEqual([]);
  expect(
    lines(runner(["shared"]), runner(["containers"], "other"), runner(["containers"], "app", true)),
  ).toEqual([missing("containers", "runners with the tags shared")]);
  expect(lines()).toEqual(["shared", "containers"].map((tag) => missing(tag, "no runner for this project")));
});
