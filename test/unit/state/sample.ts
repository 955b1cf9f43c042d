import type { Resource, State } from "../../../lib/state/index.ts";

/** A state with the hosts far, over ssh, and near; far also carries the registry. */
export function urn(type: string, name: string): string {
  return `urn:pulumi:prod::boat::${type}::${name}`;
}

function resource(type: string, name: string, more: Partial<Resource> = {}): Resource {
  return { urn: urn(type, name), type, ...more };
}

const host = "smallboat:index:Host";
export const provider = "pulumi:providers:docker";
const container = "docker:index/container:Container";

const environment = resource("smallboat:index:Environment", "prod");
const machine = (name: string, inputs: Resource["inputs"]): [Resource, Resource] => [
  resource(host, name, { parent: environment.urn }),
  resource(provider, name, { parent: urn(host, name), ...(inputs && { inputs }) }),
];
const on = (name: string) => `${urn(provider, name)}::an-id`;
export const far = machine("far", { host: "unix://.smallboat/ssh/far.sock" });
const near = machine("near", { host: "tcp://near:2376", certPath: "/certs" });
export const stack = resource("smallboat:index:HostStack", "far/web", {
  parent: far[0].urn,
  outputs: { volumes: ["web_data", "web_lost"] },
});
export const volume = resource("docker:index/volume:Volume", "far/web/data", {
  parent: stack.urn,
  provider: on("far"),
  inputs: { name: "web_data" },
  outputs: { name: "web_data" },
});
export const farWeb = resource(container, "far/web/app", {
  parent: stack.urn,
  provider: on("far"),
  inputs: { name: "web-app-1" },
});
export const going = { ...farWeb, urn: urn(container, "far/web/old"), delete: true };
export const command = resource("command:local:Command", "far/wait", { parent: stack.urn });
export const registry = resource("smallboat:index:ContainerRegistry", "registry", {
  parent: environment.urn,
});
export const server = resource(container, "registry/registry", {
  parent: registry.urn,
  provider: on("far"),
  inputs: { name: "registry" },
});
const inside = resource("gitlab:index/group:Group", "in-it", { deletedWith: server.urn });
const below = resource("gitlab:index/project:Project", "in-it/app", { parent: inside.urn });

export function nearWeb(dependencies: readonly string[]): Resource {
  return resource(container, "near/web/app", {
    parent: near[0].urn,
    provider: on("near"),
    dependencies,
    propertyDependencies: { image: dependencies, name: null },
  });
}

/** What goes with the host far, and what stays as it is without it. */
export const farsOwn = [...far, stack, volume, farWeb, going, command, server, inside, below];
export const stays = [environment, ...near, registry];

const uses = nearWeb([server.urn, registry.urn]);
export const state: State & { version: number } = {
  version: 3,
  deployment: {
    manifest: { version: "v3" },
    resources: [
      environment,
      ...far,
      ...near,
      stack,
      volume,
      farWeb,
      going,
      command,
      registry,
      server,
      inside,
      below,
      uses,
    ],
    pending_operations: [
      { type: "creating", resource: farWeb },
      { type: "updating", resource: uses },
    ],
  } as State["deployment"],
};
