import { expect, test } from "vitest";
import type { Resource } from "../../../lib/state/index.ts";
import { recordedParts } from "../../../lib/status/recorded-parts.ts";

const urn = (types: string, name: string) => `urn:pulumi:dev::smallboat::${types}::${name}`;
const docker = (name: string) => urn("smallboat:index:Host$pulumi:providers:docker", name);
const runner = urn("smallboat:index:Runner", "shared");
const stack = urn("smallboat:index:Runner$smallboat:index:HostStack", "runner-shared");
const container = "docker:index/container:Container";
const image = "docker:index/remoteImage:RemoteImage";

const resources: Resource[] = [
  {
    urn: urn("pulumi:pulumi:Stack", "smallboat-dev"),
    type: "pulumi:pulumi:Stack",
    outputs: {
      registry: {
        address: "10.0.0.1:5000",
        user: "repouser",
        password: "secret",
        url: "https://10.0.0.1:5000",
      },
      pypi: { url: "http://10.0.0.1:8010", user: "pypiuser", password: "other" },
    },
  },
  {
    urn: urn("pulumi:providers:gitlab", "gitlab"),
    type: "pulumi:providers:gitlab",
    inputs: { baseUrl: "https://gitlab.example/api/v4/", token: "glpat-x", cacertFile: "certs/ca.pem" },
  },
  {
    urn: urn("gitlab:index/project:Project", "chat"),
    type: "gitlab:index/project:Project",
    id: "7",
    inputs: { name: "chat" },
  },
  { urn: runner, type: "smallboat:index:Runner" },
  {
    urn: urn("gitlab:index/userRunner:UserRunner", "shared"),
    type: "gitlab:index/userRunner:UserRunner",
    id: "3",
    inputs: { runnerType: "project_type", projectId: 7, tagLists: ["shared"] },
  },
  {
    urn: urn("gitlab:index/userRunner:UserRunner", "old"),
    type: "gitlab:index/userRunner:UserRunner",
    id: "2",
    delete: true,
  },
  { urn: stack, type: "smallboat:index:HostStack", parent: runner },
  {
    urn: urn(container, "runner-shared/runner"),
    type: container,
    id: "c1",
    parent: stack,
    provider: `${docker("Local")}::1`,
    inputs: { name: "smallboat-dev-runner-shared" },
  },
  {
    urn: urn(image, "10.0.0.60/chat/web"),
    type: image,
    provider: `${docker("10.0.0.60")}::1`,
    inputs: { name: "10.0.0.1:5000/docker-local/chat:1" },
  },
  {
    urn: urn(image, "10.0.0.159/nginx/nginx"),
    type: image,
    provider: `${docker("10.0.0.159")}::1`,
    inputs: { name: "nginx:1.26" },
  },
];

test("the state tells how servers are reached, and who uses them", () => {
  expect(recordedParts({ resources, pending_operations: [] })).toEqual({
    gitlab: {
      url: "https://gitlab.example",
      token: "glpat-x",
      authorityFile: "certs/ca.pem",
      isStandin: false,
    },
    runners: [{ name: "shared", id: "3", tags: ["shared"], project: "chat" }],
    projects: [{ name: "chat", id: "7" }],
    runnerContainers: [
      { runner: "shared", container: "smallboat-dev-runner-shared", provider: docker("Local") },
    ],
    registry: {
      ...{ address: "10.0.0.1:5000", url: "https://10.0.0.1:5000", user: "repouser", password: "secret" },
      users: [docker("10.0.0.60"), docker("Local")],
    },
    pypiUrl: "http://10.0.0.1:8010",
  });
});

test("a stage of containers only has no such parts", () => {
  expect(recordedParts({ resources: [], pending_operations: [] })).toEqual({
    ...{ gitlab: undefined, runners: [], projects: [], runnerContainers: [] },
    ...{ registry: undefined, pypiUrl: undefined },
  });
});
