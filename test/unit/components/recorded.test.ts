import { expect, test } from "vitest";
import { Host } from "../../../components/Host.ts";
import type { Resource } from "../../../lib/state/index.ts";
import { record } from "./recording.ts";

const stack = "urn:pulumi:dev::smallboat";
const docker = `${stack}::pulumi:providers:docker::far::id`;
const command = `${stack}::pulumi:providers:command::default_1_2_3::id`;
const host: Resource = {
  urn: `${stack}::smallboat:index:Host::far`,
  type: "smallboat:index:Host",
  custom: false,
};
const web: Resource = {
  urn: `${stack}::smallboat:index:HostStack::far/web`,
  type: "smallboat:index:HostStack",
  custom: false,
  parent: host.urn,
};
const data: Resource = {
  urn: `${stack}::docker:index/volume:Volume::far/web/data`,
  type: "docker:index/volume:Volume",
  custom: true,
  parent: web.urn,
  provider: docker,
  retainOnDelete: true,
};
const app: Resource = {
  urn: `${stack}::docker:index/container:Container::far/web/app`,
  type: "docker:index/container:Container",
  custom: true,
  parent: web.urn,
  provider: docker,
  dependencies: [data.urn, `${stack}::smallboat:index:ContainerRegistry::registry`],
};
const waiting: Resource = {
  urn: `${stack}::command:local:Command::far/web/image`,
  type: "command:local:Command",
  custom: true,
  parent: host.urn,
  provider: command,
  additionalSecretOutputs: ["stdout"],
};

test("a recorded host is declared with its name, parent and protection, and with the inputs of the state", async () => {
  const recorded = { host, below: [web, data, app, waiting] };
  const settings = { engine: "ssh://far" };
  const kept = { inputs: {}, ignoreChanges: ["*"] };
  const ofDocker = { ...kept, parent: "HostStack far/web", provider: "docker far" };
  expect(
    await record(() => new Host("far", { owner: { stage: "dev" }, settings, logins: [], recorded })),
  ).toEqual([
    {
      ...kept,
      type: "command:local:Command",
      name: "far/web/image",
      parent: "Host far",
      secretOutputs: ["stdout"],
    },
    { ...ofDocker, type: app.type, name: "far/web/app", dependsOn: ["Volume far/web/data"] },
    { type: "smallboat:index:Host", name: "far", inputs: {} },
    { type: "smallboat:index:HostStack", name: "far/web", parent: "Host far", inputs: {} },
    { ...ofDocker, type: data.type, name: "far/web/data", retainOnDelete: true },
    {
      type: "pulumi:providers:docker",
      name: "far",
      parent: "Host far",
      inputs: { host: "unix://.smallboat/ssh/far.sock" },
    },
  ]);
});
