import { expect, test } from "vitest";
import {
  nameOf,
  ownerOf,
  ownerResource,
  providerOf,
  uncertainRecords,
  unfinishedCreations,
  volumeNames,
  volumesEverMade,
  volumesWithContent,
} from "../../../lib/state/index.ts";
import { state, urn, volume } from "./sample.ts";

const local = "urn:pulumi:dev::boat::pulumi:providers:docker::Local";
const remote = "urn:pulumi:dev::boat::pulumi:providers:docker::remote";
const resources = [
  { urn: local, type: "pulumi:providers:docker", inputs: { host: "unix:///a.sock" } },
  { urn: remote, type: "pulumi:providers:docker", inputs: { host: "tcp://b:2376", certPath: "/certs" } },
];

function pending(type: string, kind: string, name: unknown, provider: string) {
  return { type, resource: { urn: `urn:${name}`, type: `docker:index/${kind}`, inputs: { name }, provider } };
}

test("of pending operations only creations of containers and networks count, containers first", () => {
  expect(
    unfinishedCreations({
      resources,
      pending_operations: [
        pending("creating", "network:Network", "net", `${local}::id-1`),
        pending("creating", "container:Container", "web", `${remote}::id-2`),
        pending("deleting", "container:Container", "old", `${local}::id-1`),
        pending("updating", "container:Container", "kept", `${local}::id-1`),
        pending("creating", "volume:Volume", "data", `${local}::id-1`),
        pending("creating", "container:Container", "lost", "urn:none::id-3"),
        pending("creating", "container:Container", undefined, `${local}::id-1`),
      ],
    }),
  ).toEqual([
    { kind: "container", name: "web", urn: "urn:web", address: "tcp://b:2376", certPath: "/certs" },
    { kind: "network", name: "net", urn: "urn:net", address: "unix:///a.sock" },
  ]);
});

test("records of what was being changed or deleted are uncertain, and nothing was known of what was being created", () => {
  const stage = { urn: "urn:dev", type: "pulumi:pulumi:Stack" };
  const recorded = ["old", "kept", "web", "still"].map((name) => ({ urn: `urn:${name}`, type: "t" }));
  const pending_operations = [
    pending("creating", "container:Container", "web", `${local}::id-1`),
    pending("deleting", "container:Container", "old", `${local}::id-1`),
    pending("updating", "container:Container", "kept", `${local}::id-1`),
    pending("reading", "image:Image", "absent", `${local}::id-1`),
  ];
  const uncertain = uncertainRecords({ resources: [stage, ...recorded], pending_operations });
  expect([...uncertain]).toEqual(["urn:dev", "urn:old", "urn:kept"]);
});

test("the volumes in a state, and all volumes that runs have ever created", () => {
  expect([...volumeNames(state.deployment)]).toEqual(["web_data"]);
  expect([...volumesEverMade(state.deployment)]).toEqual(["far/web web_data", "far/web web_lost"]);
});

test("a volume has content if other resources are deleted with it", () => {
  const { resources } = state.deployment;
  const group = { urn: urn("gitlab:index/group:Group", "team"), type: "gitlab:index/group:Group" };
  const withGroup = (deletedWith: string) => ({
    resources: [...resources, { ...group, deletedWith }],
    pending_operations: [],
  });
  expect([volumesWithContent(state.deployment), volumesWithContent(withGroup(volume.urn))]).toEqual([
    [],
    [volume],
  ]);
});

test("a stage's owner is the id in its own Stash, and no other", () => {
  const stash = (name: string, output: string) => ({
    urn: `urn:pulumi:dev::boat::pulumi:index:Stash::${name}`,
    type: "pulumi:index:Stash",
    outputs: { output },
  });
  const own = stash("owner", "f00d");
  const deployment = { resources: [stash("other", "beef"), own], pending_operations: [] };
  expect([ownerOf("dev", deployment), ownerResource(deployment.resources)]).toEqual([
    { stage: "dev", id: "f00d" },
    own,
  ]);
  expect(ownerOf("dev", state.deployment)).toEqual({ stage: "dev" });
});

test("a URN's name may contain the separator, and it may have several types", () => {
  const urn = "urn:pulumi:dev::boat::smallboat:index:Host$docker:index/container:Container::far/web::app";
  expect([nameOf(urn), providerOf({ provider: `${urn}::an-id` }), providerOf({})]).toEqual([
    "far/web::app",
    urn,
    undefined,
  ]);
});
