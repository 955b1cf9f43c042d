import { expect, test } from "vitest";
import { type DeployedResource, heldBy, recordedHosts } from "../../../operations/deployment.ts";
import { withoutHosts } from "../../../operations/without-hosts.ts";

const urn = (type: string, name: string) => `urn:pulumi:prod::boat::${type}::${name}`;
const resource = (type: string, name: string, more: Partial<DeployedResource> = {}): DeployedResource => ({
  urn: urn(type, name),
  type,
  ...more,
});
const host = "smallboat:index:Host";
const provider = "pulumi:providers:docker";
const container = "docker:index/container:Container";

const environment = resource("smallboat:index:Environment", "prod");
const machine = (name: string, inputs: Record<string, unknown>) => [
  resource(host, name, { parent: environment.urn }),
  resource(provider, name, { parent: urn(host, name), inputs }),
];
const on = (name: string) => `${urn(provider, name)}::an-id`;
const far = machine("far", { host: "unix://.smallboat/ssh/far.sock" });
const near = machine("near", { host: "tcp://near:2376", certPath: "/certs" });
const stack = resource("smallboat:index:HostStack", "far/web", { parent: urn(host, "far") });
const farWeb = resource(container, "far/web/app", { parent: stack.urn, provider: on("far") });
const command = resource("command:local:Command", "far/wait", { parent: stack.urn });
const registry = resource("smallboat:index:ContainerRegistry", "registry", { parent: environment.urn });
const server = resource(container, "registry/registry", { parent: registry.urn, provider: on("far") });
const inside = resource("gitlab:index/group:Group", "in-it", { deletedWith: server.urn });
const below = resource("gitlab:index/project:Project", "in-it/app", { parent: inside.urn });
const nearWeb = (dependencies: readonly string[]) =>
  resource(container, "near/web/app", {
    parent: urn(host, "near"),
    provider: on("near"),
    dependencies,
    propertyDependencies: { image: dependencies, name: null },
  });
const kept = [environment, ...near, registry];
const state = {
  manifest: { version: "v3" },
  resources: [
    environment,
    ...far,
    ...near,
    stack,
    farWeb,
    command,
    registry,
    server,
    inside,
    below,
    nearWeb([server.urn, registry.urn]),
  ],
  pending_operations: [{ resource: farWeb }, { resource: nearWeb([]) }],
};

test("the hosts that a state knows, and what their engines hold", () => {
  expect(recordedHosts(state)).toEqual([
    {
      name: "far",
      urn: urn(host, "far"),
      provider: urn(provider, "far"),
      address: "unix://.smallboat/ssh/far.sock",
    },
    {
      name: "near",
      urn: urn(host, "near"),
      provider: urn(provider, "near"),
      address: "tcp://near:2376",
      certPath: "/certs",
    },
  ]);
  expect(heldBy(recordedHosts(state).slice(0, 1), state)).toEqual([farWeb.urn, server.urn]);
});

test("a host is forgotten with all below it, what it held for others, and what went with that", () => {
  expect(withoutHosts(state, recordedHosts(state).slice(0, 1))).toEqual({
    manifest: { version: "v3" },
    resources: [...kept, nearWeb([registry.urn])],
    pending_operations: [{ resource: nearWeb([]) }],
  });
});

test("without a host to forget a state stays as it is", () => {
  expect(withoutHosts(state, [])).toEqual(state);
});
