import { expect, test, vi } from "vitest";
import { Host } from "../../../components/Host.ts";
import { HostStack } from "../../../components/HostStack.ts";
import type { ImagePlan } from "../../../lib/compose/index.ts";
import { containerPlan, declaredBy, declaredContainer } from "./host-stack.ts";
import { record } from "./recording.ts";

vi.mock("../../../lib/docker/registry.ts", async () => import("./digests.ts"));

const type = "docker:index/remoteImage:RemoteImage";
const where = "compose.yaml:3:5";
const pulled = { key: "nginx:1.26", reference: "nginx:1.26", where, pull: "missing" } as const;

function imageLabel(reference: string) {
  return [{ label: "com.docker.compose.image", value: `sha256 of ${reference}` }];
}

test("a build belongs to its stack, and the container follows its content", async () => {
  const build = { context: "/srv/app", dockerfile: "Dockerfile", buildArgs: { VERSION: "1" } };
  const labels = { "smallboat.context": "f00d" };
  const images: ImagePlan[] = [
    { key: "app:1", reference: "app:1", where, pull: "missing", build, contextHash: "f00d" },
  ];
  expect(await declaredBy({ images, containers: [containerPlan("web")] })).toEqual([
    declaredContainer("web", { labels: imageLabel("app:1") }, { dependsOn: ["RemoteImage h/s/app:1"] }),
    {
      type,
      name: "h/s/app:1",
      parent: "HostStack h/s",
      provider: "docker h",
      // What it is built from says when it is built again; the rest may differ from clone to clone.
      ignoreChanges: ["build", "triggers.lacked"],
      beforeCreate: ["h: build begins"],
      afterCreate: ["h: build ended"],
      onError: ["h: build failed"],
      inputs: {
        name: "app:1",
        build: {
          ...build,
          label: labels,
          labels,
          builder: expect.stringMatching(/^smallboat-[0-9a-f]{16}$/),
        },
        triggers: { context: "f00d" },
        keepLocally: true,
      },
    },
  ]);
});

test("an image that must exist already is not looked up", async () => {
  expect(await declaredBy({ containers: [containerPlan("web")] })).toEqual([declaredContainer("web")]);
});

test("another platform is another image, and the policy always follows the tag", async () => {
  const images: ImagePlan[] = [
    { key: "app:1 linux/arm64", reference: "app:1", where, platform: "linux/arm64", pull: "always" },
  ];
  const containers = [containerPlan("web", { image: "app:1 linux/arm64" })];
  expect(await declaredBy({ images, containers })).toEqual([
    declaredContainer(
      "web",
      { labels: imageLabel("app:1") },
      { dependsOn: ["RemoteImage h/app:1 linux/arm64"] },
    ),
    {
      type,
      name: "h/app:1 linux/arm64",
      parent: "Host h",
      provider: "docker h",
      ignoreChanges: ["triggers"],
      beforeCreate: ["h/app:1 linux/arm64: current image"],
      onError: ["h: failing"],
      inputs: {
        name: "app:1",
        platform: "linux/arm64",
        keepLocally: true,
        pullTriggers: ["digest of app:1"],
      },
    },
  ]);
});

test("the stacks of a host share an image that is pulled", async () => {
  const plan = { project: "s", networks: [], volumes: [], images: [pulled], notes: [] };
  const containers = (name: string) => [containerPlan(name, { image: pulled.key })];
  const all = await record(() => {
    const host = new Host("h", { owner: { stage: "dev" }, settings: { engine: "unix:///x" }, logins: [] });
    new HostStack("h/a", { host, plan: { ...plan, containers: containers("a") } }, { parent: host });
    new HostStack("h/b", { host, plan: { ...plan, containers: containers("b") } }, { parent: host });
  });
  const facts = { labels: imageLabel("nginx:1.26"), image: "nginx:1.26" };
  const dependsOn = ["RemoteImage h/nginx:1.26"];
  expect(all.filter((each) => each.type.startsWith("docker:"))).toEqual([
    declaredContainer("a", facts, { name: "h/a/a", parent: "HostStack h/a", dependsOn }),
    declaredContainer("b", facts, { name: "h/b/b", parent: "HostStack h/b", dependsOn }),
    {
      type,
      name: "h/nginx:1.26",
      parent: "Host h",
      provider: "docker h",
      ignoreChanges: ["triggers"],
      onError: ["h: failing"],
      inputs: { name: "nginx:1.26", keepLocally: true },
    },
  ]);
});

test("images that the engine lacks are created in this run, whatever the state says", async () => {
  const build = { context: "/srv/app", dockerfile: "Dockerfile" };
  const made = { ...pulled, key: "app:1", reference: "app:1", build, contextHash: "f00d" } as const;
  const plan = { project: "s", networks: [], volumes: [], images: [made, pulled], containers: [], notes: [] };
  const settings = { engine: "unix:///x" };
  const owner = { stage: "dev" };
  const declaredWith = async (lackedImages: ReadonlySet<string>) => {
    const all = await record(() => {
      const host = new Host("h", { owner, settings, logins: [], lackedImages });
      new HostStack("h/s", { host, plan }, { parent: host });
    });
    return all
      .filter((each) => each.type === type)
      .map(({ name, inputs, ignoreChanges }) => [name, (inputs as Inputs).triggers, ignoreChanges]);
  };
  const lacked = expect.stringMatching(/^[0-9a-f-]{36}$/);
  expect(await declaredWith(new Set(["app:1", "nginx:1.26"]))).toEqual([
    ["h/nginx:1.26", { lacked }, undefined],
    ["h/s/app:1", { context: "f00d", lacked }, ["build"]],
  ]);
  expect(await declaredWith(new Set(["other:1"]))).toEqual([
    ["h/nginx:1.26", undefined, ["triggers"]],
    ["h/s/app:1", { context: "f00d" }, ["build", "triggers.lacked"]],
  ]);
});

interface Inputs {
  readonly triggers?: object;
}
