import { expect, test } from "vitest";
import { Host } from "../../../components/Host.ts";
import { HostStack } from "../../../components/HostStack.ts";
import { DeclaredNetworks } from "../../../lib/resources/declared-networks.ts";
import { containerPlan, declaredBy, declaredContainer, present } from "./host-stack.ts";
import { record } from "./recording.ts";

const own = { key: "data", external: false, where: "compose.yaml:9:3" } as const;
const foreign = { key: "shared", external: true, where: "compose.yaml:9:3" } as const;

test("own networks are declared, external ones are only joined", async () => {
  const networks = [
    { ...own, fields: { name: "s_data", internal: true, labels: [] } },
    { ...foreign, fields: { name: "proxy", labels: [] } },
  ];
  const containers = [
    containerPlan("web", {
      networks: [
        { network: "data", fields: { aliases: ["web"], ipv4Address: "10.9.0.5" } },
        { network: "shared", fields: { aliases: ["web"] } },
      ],
    }),
  ];
  expect(await declaredBy({ networks, containers })).toEqual([
    declaredContainer(
      "web",
      {
        networksAdvanced: [
          { name: "s_data", aliases: ["web"], ipv4Address: "10.9.0.5" },
          { name: "proxy", aliases: ["web"] },
        ],
      },
      { dependsOn: ["Network h/s/data"] },
    ),
    {
      type: "docker:index/network:Network",
      name: "h/s/data",
      parent: "HostStack h/s",
      provider: "docker h",
      onError: ["h: stranding"],
      inputs: { name: "s_data", internal: true, labels: [] },
      deleteBeforeReplace: true,
      beforeCreate: ["h: left-over network"],
    },
  ]);
});

test("own volumes are declared and outlive the stack, external ones are only used", async () => {
  const volumes = [
    { ...own, fields: { name: "s_data", driver: "local", labels: [] } },
    { ...foreign, fields: { name: "media", labels: [] } },
  ];
  const mounts = [
    { containerPath: "/data", volumeName: "s_data" },
    { containerPath: "/media", volumeName: "media" },
  ];
  const containers = [containerPlan("web", { fields: { volumes: mounts } as never })];
  expect(await declaredBy({ volumes, containers })).toEqual([
    declaredContainer("web", { volumes: mounts }, { dependsOn: ["Volume h/s/data"] }),
    {
      type: "docker:index/volume:Volume",
      name: "h/s/data",
      parent: "HostStack h/s",
      provider: "docker h",
      onError: ["h: failing"],
      inputs: { name: "s_data", driver: "local", labels: [] },
      retainOnDelete: true,
      ignoreChanges: ["labels"],
    },
  ]);
});

test("a network of another stack is joined after its creation, and left before its removal", async () => {
  const stack = (project: string, external: boolean) => ({
    project,
    networks: [{ ...own, external, fields: { name: "shared", labels: [] } }],
    volumes: [],
    images: present,
    containers: [containerPlan(project, { networks: [{ network: "data", fields: {} }] })],
    notes: [],
  });
  const all = await record(() => {
    const networks = new DeclaredNetworks(["shared"]);
    const settings = { engine: "unix:///x" };
    const host = new Host("h", { owner: { stage: "dev" }, settings, logins: [], networks });
    // As by their names: the one that declares it may come later.
    new HostStack("h/a", { host, plan: stack("a", true) }, { parent: host });
    new HostStack("h/b", { host, plan: stack("b", false) }, { parent: host });
  });
  const made = all.filter(({ name }) => /^h\/.\//.test(name));
  expect(made.map(({ name, dependsOn }) => [name, dependsOn])).toEqual([
    ["h/a/a", ["Network h/b/data"]],
    ["h/b/b", ["Network h/b/data"]],
    ["h/b/data", undefined],
  ]);
});
