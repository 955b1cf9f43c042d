import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import { inheritedMounts } from "../../../lib/rollout/inherited-mounts.ts";
import { containerPlan } from "./host-stack.ts";
import { ingredients } from "./stage.ts";

vi.mock("../../../lib/docker/registry.ts", async () => import("./digests.ts"));
vi.mock("../../../lib/docker/images.ts", async () => import("./root-images.ts"));

// Pulumi refuses a saved plan half-way if an input is made of other resources than in the preview.

test("the inputs of a stage are made of the same resources in a preview and in a run", async () => {
  const raw = {
    hosts: { Local: { engine: "unix:///var/run/docker.sock" } },
    registry: { host: "Local", tls: "self-signed", copies: ["nginx:1.26"] },
    pypi: { host: "Local" },
    generateSecrets: true,
    gitlab: { standin: true, host: "Local" },
    projects: { greeting: { kind: "python-module" }, chat: { kind: "container-app" } },
    runners: { all: { host: "Local", tags: ["shared", "containers"], privileged: true } },
  };
  const app = "services: {app: {image: '$REGISTRY/app:1', volumes: ['data:/data']}}\nvolumes: {data: {}}\n";
  const files = { "Local/app/compose.yaml": app };
  expect(await ingredients(raw, files, true)).toEqual(await ingredients(raw, files));
});

test.each([true, false])("inherited mounts depend on no resource, with isPreview %s", async (isPreview) => {
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: "1", state: { imageId: "sha256:1" } }), call: () => ({}) },
    "smallboat",
    "dev",
    isPreview,
  );
  class Image extends pulumi.CustomResource {
    declare readonly imageId: pulumi.Output<string>;
    constructor() {
      super("docker:index/remoteImage:RemoteImage", "image", { imageId: undefined });
    }
  }
  const inherited = [{ target: "/data", volume: "kept", isOfImage: true }];
  const each = containerPlan("db", { inherited });
  const mounts = pulumi.output(inheritedMounts(each, new Image(), "db:1", async () => ["/data"]));
  const { promise, allResources } = mounts as unknown as {
    promise(): Promise<unknown>;
    allResources(): Promise<Set<unknown>>;
  };
  expect([await promise(), (await allResources()).size]).toEqual([
    [{ type: "volume", target: "/data", source: "kept" }],
    0,
  ]);
});
