import { expect, test, vi } from "vitest";
import { declared } from "./stage.ts";

vi.mock("../../../lib/docker/images.ts", async () => import("./root-images.ts"));

const standin = {
  hosts: { Local: { engine: "unix:///var/run/docker.sock" } },
  registry: { external: "harbor.example.com" },
  pypi: { external: "https://pypi.example.com" },
  secrets: { AFCRED: "hunter2-hunter2", TWINE_PASSWORD: "hunter3-hunter3" },
  gitlab: { standin: true, host: "Local" },
  projects: { app: { kind: "container-app" } },
  runners: { one: { host: "Local", tags: ["shared", "containers"], scope: "app", protected: true } },
};

test("the stand-in comes first, with a generated token; its objects are deleted with its volume", async () => {
  const all = await declared(standin, {});
  const named = (type: string, name: string) =>
    all.find((each) => each.type.endsWith(type) && each.name === name);
  expect(named(":gitlab", "gitlab")).toEqual({
    type: "pulumi:providers:gitlab",
    name: "gitlab",
    parent: "GitLab gitlab",
    inputs: { baseUrl: "http://127.0.0.1:8929/api/v4/", token: { secret: "made password" } },
    dependsOn: ["Command GITLAB_TOKEN", "Container gitlab/gitlab"],
    secretOutputs: ["token"],
  });
  const server = named(":Container", "gitlab/gitlab")?.inputs as { uploads: unknown } | undefined;
  expect(server?.uploads).toEqual([
    { file: "/run/secrets/gitlab_root_token", content: { secret: "made password" }, permissions: "0400" },
  ]);
  const held = all.filter(({ type }) => type.startsWith("gitlab:"));
  expect(held.length).toBeGreaterThan(5);
  expect([...new Set(held.map(({ deletedWith }) => deletedWith))]).toEqual(["Volume gitlab/data"]);
  expect(named(":Volume", "gitlab/data")?.retainOnDelete).toBe(undefined);
  expect(named(":Volume", "runner-one/cache")?.retainOnDelete).toBe(true);
});

test("a runner: its registration, and its container with the token only in config.toml", async () => {
  const all = await declared(standin, {});
  const registration = all.find(({ type }) => type.endsWith(":UserRunner"));
  const container = all.find(({ type, name }) => type.endsWith(":Container") && name === "runner-one/runner");
  expect(registration).toEqual({
    type: "gitlab:index/userRunner:UserRunner",
    name: "one",
    parent: "Runner one",
    provider: "gitlab gitlab",
    inputs: {
      runnerType: "project_type",
      projectId: 42,
      description: "one of stage dev",
      tagLists: ["shared", "containers"],
      untagged: false,
      accessLevel: "ref_protected",
      paused: false,
      locked: false,
      maximumTimeout: 3600,
    },
    dependsOn: ["Project app"],
    secretOutputs: ["token"],
    deletedWith: "Volume gitlab/data",
  });
  const { uploads, networksAdvanced } = (container?.inputs ?? {}) as Record<string, unknown>;
  expect(uploads).toEqual([
    {
      file: "/etc/gitlab-runner/config.toml",
      content: { secret: expect.stringMatching(/^token = "glrt-made"$/m) },
      permissions: "0600",
    },
  ]);
  expect(networksAdvanced).toEqual([
    { aliases: ["smallboat-dev-runner-one", "runner"], name: "smallboat-dev-gitlab" },
  ]);
  expect(container?.dependsOn).toContain("UserRunner one");
  expect(JSON.stringify({ ...container?.inputs, uploads: [] })).not.toContain("glrt-made");
});
