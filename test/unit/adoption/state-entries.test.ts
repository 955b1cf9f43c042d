import { expect, test } from "vitest";
import { kindOf, markCompared, markPending, stateEntry } from "../../../lib/adoption/state-entries.ts";
import { type Resource, unknownValue } from "../../../lib/state/index.ts";

const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
const secret = (ciphertext: string) => ({ ...mark, ciphertext });
const label = (name: string, value: string) => ({ label: name, value });
const hash = (value: string) => label("com.docker.compose.config-hash", value);
const live = { "com.docker.compose.config-hash": "composes", "own.label": "yours" };

const labels = [hash("ours"), label("own.label", "mine"), label("smallboat.stage", "dev")];
const wanted = { image: "nginx", envs: secret("v1:a"), command: ["run"], labels };
const container: Resource = {
  urn: "web",
  type: "docker:index/container:Container",
  custom: true,
  inputs: wanted,
  outputs: { ...wanted, hostname: "abc" },
};
const hides = (value: unknown) => JSON.stringify(value).includes("hunter2");

test("a state entry has the known outputs, and refers to recorded resources only", () => {
  const resource = {
    ...container,
    provider: `Local::${unknownValue}`,
    dependencies: ["image", "gone"],
    propertyDependencies: { labels: ["image"], image: ["gone"], envs: null },
    inputs: { image: "nginx", networkMode: `container:${unknownValue}` },
  };
  const recorded = new Map([
    ["Local", "provider-id"],
    ["image", "image-id"],
  ]);
  const plan = { resourcePlans: { web: { state: { image: "nginx", exitCode: unknownValue } } } };
  expect(stateEntry(resource, "1", plan, recorded)).toEqual({
    ...resource,
    id: "1",
    provider: "Local::provider-id",
    dependencies: ["image"],
    propertyDependencies: { labels: ["image"], image: [], envs: null },
    inputs: { image: "nginx" },
    outputs: { image: "nginx", envs: [] },
  });
});

test("a provider's outputs are its inputs without Pulumi's own fields", () => {
  const provider = { urn: "Local", type: "pulumi:providers:docker", custom: true };
  const inputs = { host: "unix:///a.sock", __internal: {} };
  const made = stateEntry({ ...provider, inputs }, "1", { resourcePlans: {} }, new Map());
  expect([made.inputs, made.outputs, kindOf(made)]).toEqual([inputs, { host: "unix:///a.sock" }, undefined]);
});

test("a built image is recorded without the hash of its build files", () => {
  const build = (labels: object) => ({ context: "/a", label: labels, labels });
  const ours = { own: "1", "smallboat.context": "f00d" };
  const image = {
    urn: "image",
    type: "docker:index/remoteImage:RemoteImage",
    inputs: { name: "a", build: build(ours) },
  };
  const plan = { resourcePlans: { image: { state: { name: "a", build: build(ours) } } } };
  const want = { name: "a", build: build({ own: "1" }) };
  const { inputs, outputs } = stateEntry(image, "1", plan, new Map());
  expect([inputs, outputs]).toEqual([want, want]);
});

test("before it is compared, a container's hash is that of Compose", () => {
  const open = markPending(container, live);
  const want = [hash("composes"), label("own.label", "mine"), label("smallboat.stage", "dev")];
  expect([open.inputs?.labels, open.outputs?.labels]).toEqual([want, want]);
});

test("if nothing differs, the entry has all wanted inputs, whatever was read in between", () => {
  const sorted = [...labels].reverse();
  const read = {
    ...container,
    inputs: { image: "nginx", networkMode: "shop_default" },
    outputs: { ...container.outputs, labels: [...sorted.slice(0, -1), hash("composes")] },
  };
  expect(markCompared(read, wanted, live, [], hides)).toEqual({
    ...container,
    outputs: { ...container.outputs, labels: sorted },
  });
});

test("if something differs, the entry has that, and the hash of Compose", () => {
  const found = [{ input: "command", is: ["walk"] }];
  const result = markCompared(container, wanted, live, found, hides);
  const shown = [hash("composes"), ...labels.slice(1)];
  expect(result.inputs).toEqual({ ...wanted, command: ["walk"], labels: shown });
  expect(result.outputs).toEqual({ ...wanted, hostname: "abc", command: ["walk"], labels: shown });
});

test("people's own labels are shown where they differ", () => {
  const result = markCompared(container, wanted, live, [{ input: "labels", is: {} }], hides);
  expect(result.inputs).toEqual({ ...wanted, labels: [hash("composes"), label("own.label", "yours")] });
});

test("a difference is encrypted if it was a secret, or contains one", () => {
  const found = [
    { input: "envs", is: ["PASSWORD=old"] },
    { input: "command", is: ["login", "hunter2"] },
  ];
  const { inputs } = markCompared(container, wanted, live, found, hides);
  expect([inputs?.envs, inputs?.command]).toEqual([
    { ...mark, plaintext: '["PASSWORD=old"]' },
    { ...mark, plaintext: '["login","hunter2"]' },
  ]);
});
