import { expect, test } from "vitest";
import type { ContainerPlan, NetworkPlan, StackPlan } from "../../../lib/compose/index.ts";
import { incarnationLabel } from "../../../lib/docker/labels.ts";
import type { EngineNetwork } from "../../../lib/docker/networks.ts";
import type { LiveContainer } from "../../../lib/docker/observe.ts";
import { withIncarnations } from "../../../lib/plan/incarnations.ts";

const container = {
  networks: [{ network: "default", fields: {} }],
  volumesFrom: [],
  runsToCompletion: false,
  ignoreChanges: [],
  fields: { name: "web", restart: "always", memory: 64, cpus: "0.5", labels: [{ label: "own", value: "1" }] },
} as unknown as ContainerPlan;
const network = { key: "default", external: false, where: "", fields: { name: "web_default" } };
const lives = (labels: Record<string, string>): EngineNetwork => ({
  Id: "1",
  Name: "web_default",
  Labels: labels,
  Driver: "bridge",
  Internal: false,
  Attachable: false,
  EnableIPv6: false,
  Options: {},
  IPAM: { Driver: "default", Config: [{ Subnet: "10.9.0.0/24", Gateway: "10.9.0.1" }] },
});
const plan = (changes: Partial<ContainerPlan> = {}): StackPlan => ({
  project: "web",
  networks: [network],
  volumes: [],
  images: [],
  containers: [{ ...container, ...changes, fields: { ...container.fields, ...changes.fields } }],
  notes: [],
});

const ours = { "smallboat.stage": "dev" };
const limits = {
  PidsLimit: 0,
  BlkioWeight: 0,
  CpuRealtimePeriod: 0,
  CpuRealtimeRuntime: 0,
  MemorySwap: 128 * 2 ** 20,
  MemoryReservation: 0,
};
const living: LiveContainer = {
  running: true,
  hasStarted: true,
  exitCode: 0,
  restart: "always",
  maxRetryCount: 0,
  memory: 64 * 2 ** 20,
  nanoCpus: 500_000_000,
  cpuShares: 0,
  limits,
  networks: ["web_default"],
  volumes: new Map(),
  labels: { ...ours, [incarnationLabel]: "kept" },
};

/** The incarnations of the container and the network, after a look at what lives. */
function incarnations(live: Partial<LiveContainer> | undefined, changes?: Partial<ContainerPlan>) {
  const containers = new Map(live ? [["web", { ...living, ...live }]] : []);
  const networks = new Map(live ? [["web_default", lives({ ...ours, [incarnationLabel]: "net" })]] : []);
  const marked = withIncarnations(plan(changes), { containers, networks, volumes: new Map() }, "fresh");
  return [marked.containers[0]?.fields.labels, marked.networks[0]?.fields.labels];
}

const own = { label: "own", value: "1" };
const label = (value: string) => ({ label: incarnationLabel, value });

test("what lives as declared keeps what it carries", () => {
  expect(incarnations({})).toEqual([[own, label("kept")], [label("net")]]);
});

test("a container knows the labels of the one that it may replace", () => {
  const containers = new Map([["web", living]]);
  const marked = withIncarnations(plan(), { containers, networks: new Map(), volumes: new Map() }, "fresh");
  expect(marked.containers.map(({ live }) => live)).toEqual([living.labels]);
});

test("a volume of the stack carries the incarnation of its creation, an external one nothing", () => {
  const volumes = [
    { key: "data", external: false, where: "", fields: { name: "web_data", labels: [own] } },
    { key: "theirs", external: true, where: "", fields: { name: "theirs" } },
  ];
  const live = { containers: new Map(), networks: new Map(), volumes: new Map() };
  const marked = withIncarnations({ ...plan(), volumes }, live, "1a.fresh");
  expect(marked.volumes.map(({ fields }) => fields.labels)).toEqual([[own, label("1a.fresh")], undefined]);
});

test.each<[string, Partial<NetworkPlan["fields"]>, "declared" | "other"]>([
  ["as it is", {}, "declared"],
  ["with the addresses that it has", { ipamConfigs: [{ subnet: "10.9.0.0/24" }] }, "declared"],
  ["with other addresses", { ipamConfigs: [{ subnet: "10.8.0.0/24" }] }, "other"],
  ["without a way out", { internal: true }, "other"],
  ["with another label", { labels: [{ label: "own", value: "2" }] }, "other"],
])("whether a network stays that is declared %s", (_, changes, want) => {
  const networks = new Map([["web_default", lives({ ...ours, own: "1", [incarnationLabel]: "net" })]]);
  const declared = { ...plan(), networks: [{ ...network, fields: { ...network.fields, ...changes } }] };
  const marked = withIncarnations(declared, { containers: new Map(), networks, volumes: new Map() }, "fresh");
  expect(marked.networks.map(({ live }) => live)).toEqual([want]);
});

test("what is not there is new", () => {
  expect(incarnations(undefined)).toEqual([[own, label("fresh")], [label("fresh")]]);
});

test("what carries none, though it is the stage's, is made anew", () => {
  expect(incarnations({ labels: ours })[0]).toEqual([own, label("fresh")]);
});

test("what Docker Compose made, and was adopted, has a constant one, and reads back otherwise", () => {
  const containers = new Map([["web", { ...living, labels: {} }]]);
  const adopted = (net: EngineNetwork, changes?: Partial<ContainerPlan>) =>
    withIncarnations(
      plan(changes),
      { containers, networks: new Map([["web_default", net]]), volumes: new Map() },
      "fresh",
    );
  const taken = adopted(lives({}), { ignoreChanges: ["ports"] });
  const [web] = taken.containers;
  expect([web?.fields.labels, web?.ignoreChanges]).toEqual([
    [own, label("adopted")],
    ["mounts", "networkMode", "ports"],
  ]);
  expect([taken.networks[0]?.fields.labels, taken.networks[0]?.ignoreChanges]).toEqual([
    [label("adopted")],
    ["labels"],
  ]);
  const other = adopted(lives({}), { updates: { PidsLimit: 9 } });
  expect(other.containers[0]?.fields.labels).toEqual([own, label("fresh")]);
  const changed = adopted({ ...lives({}), Internal: true });
  expect([changed.networks[0]?.fields.labels, changed.networks[0]?.ignoreChanges]).toEqual([
    [label("fresh")],
    undefined,
  ]);
});

test.each<[string, Partial<LiveContainer>]>([
  ["stopped", { running: false }],
  ["running, though its engine has it down as created", { hasStarted: false }],
  ["another restart policy", { restart: "no" }],
  ["another number of tries", { maxRetryCount: 3 }],
  ["another memory limit", { memory: 0 }],
  ["another processor limit", { nanoCpus: 0 }],
  ["other processor shares", { cpuShares: 512 }],
  ["taken off its network", { networks: [] }],
  ["brought back after its successor failed", { labels: { ...living.labels, "smallboat.restored": "true" } }],
  ["put on another network", { networks: ["other", "web_default"] }],
])("%s: made anew", (_, live) => {
  expect(incarnations(live)[0]).toEqual([own, label("fresh")]);
});

test.each<[string, Partial<ContainerPlan>, Partial<LiveContainer>, string]>([
  ["a limit to the byte", { updates: { Memory: 67_108_865 } }, { memory: 67_108_865 }, "kept"],
  ["a limit to the byte that is gone", { updates: { Memory: 67_108_865 } }, {}, "fresh"],
  ["a job that ended well", { runsToCompletion: true }, { running: false }, "kept"],
  ["a job that failed", { runsToCompletion: true }, { running: false, exitCode: 1 }, "fresh"],
  [
    "without restart, ended well",
    { fields: { restart: "no" } as never },
    { restart: "no", running: false },
    "kept",
  ],
  [
    "without restart, created and never started",
    { fields: { restart: "no" } as never },
    { restart: "no", running: false, hasStarted: false },
    "fresh",
  ],
  [
    "a job that was never started",
    { runsToCompletion: true },
    { running: false, hasStarted: false },
    "fresh",
  ],
  ["in another's network", { networks: [] }, { networks: [] }, "kept"],
])("%s", (_, changes, live, want) => {
  expect(incarnations(live, changes)[0]).toEqual([own, label(want)]);
});

test("a container of which a volume is made anew is made anew", () => {
  const volume = { key: "data", external: false, where: "", fields: { name: "web_data" }, isRenewed: true };
  const using = { volumes: [{ volumeName: "web_data", containerPath: "/data" }] };
  const marked = (fields: object) =>
    withIncarnations(
      { ...plan({ fields: fields as never }), volumes: [volume] },
      { containers: new Map([["web", living]]), networks: new Map(), volumes: new Map() },
      "fresh",
    ).containers[0]?.fields.labels;
  expect([marked(using), marked({})]).toEqual([
    [own, label("fresh")],
    [own, label("kept")],
  ]);
});

const files = "com.docker.compose.project.config_files";
const hash = "com.docker.compose.config-hash";
const text = (labels: Record<string, string>) =>
  Object.entries(labels).map(([label, value]) => ({ label, value }));

test.each<[string, Record<string, string>, Record<string, string>, Record<string, string> | undefined]>([
  [
    "one more file: the old label stays",
    { own: "1", [hash]: "h" },
    { own: "1", [hash]: "h", [files]: "a" },
    { [files]: "a,b" },
  ],
  [
    "the order of its mounts: the old hash stays",
    { own: "1", [hash]: "h" },
    { own: "1", [hash]: "written", [files]: "a,b" },
    undefined,
  ],
])("%s", (_, declared, live, labelsAnew) => {
  const labels = text({ ...declared, [files]: "a,b" });
  const found = { ...living, labels: { ...living.labels, ...live } };
  const marked = withIncarnations(
    plan({ sameHashes: ["written"], fields: { labels } as never }),
    { containers: new Map([["web", found]]), networks: new Map(), volumes: new Map() },
    "fresh",
  ).containers[0];
  expect([marked?.fields.labels, marked?.labelsAnew]).toEqual([[...text(live), label("kept")], labelsAnew]);
});

test("a container of another hash has the labels of its files", () => {
  const labels = text({ [hash]: "new", [files]: "a,b" });
  const found = { ...living, labels: { ...living.labels, [hash]: "old", [files]: "a" } };
  const marked = withIncarnations(
    plan({ fields: { labels } as never }),
    { containers: new Map([["web", found]]), networks: new Map(), volumes: new Map() },
    "fresh",
  ).containers[0];
  expect(marked?.fields.labels).toEqual([...labels, label("kept")]);
});

const [data, cache, other] = ["d", "c", "e"].map((letter) => letter.repeat(64)) as [string, string, string];
const mounting = {
  ...living,
  volumes: new Map([
    ["/data", data],
    ["/cache", cache],
    ["/named", other],
    ["/own", "own"],
  ]),
};
const asking = {
  mounts: [{ type: "volume", target: "/data" }],
  volumes: [{ volumeName: "named", containerPath: "/named" }],
};
const inherited = [
  { target: "/cache", volume: cache, isOfImage: true },
  { target: "/data", volume: data, isOfImage: false },
];

test.each<[string, string, boolean | undefined]>([
  ["the container before", "web", undefined],
  ["what an interrupted run left", "web-smallboat-volumes", true],
])("anonymous volumes of %s are inherited", (_, name, hasKeeper) => {
  const containers = new Map([[name, mounting]]);
  const [web] = withIncarnations(
    plan({ volumesFrom: [], fields: asking as never }),
    { containers, networks: new Map(), volumes: new Map() },
    "fresh",
  ).containers;
  expect([web?.inherited, web?.hasKeeper]).toEqual([inherited, hasKeeper]);
});
