import { expect, test } from "vitest";
import type { ContainerPlan, NetworkPlan, StackPlan } from "../../../lib/compose/index.ts";
import type { FoundFile } from "../../../lib/docker/container-files.ts";
import type { InspectedContainer } from "../../../lib/docker/inspected-container.ts";
import { incarnationLabel } from "../../../lib/docker/labels.ts";
import type { AddressRange, EngineNetwork } from "../../../lib/docker/networks.ts";
import type { Observation } from "../../../lib/docker/observation.ts";
import { withIncarnations } from "../../../lib/plan/incarnations.ts";
import { type Facts, observation, observed } from "../support/engine-facts.ts";

const container = {
  service: "app",
  number: 1,
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
  Created: "2026-11-26T08:00:00Z",
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
/** What matters of a living container, and is otherwise as its plan declares. */
interface Life extends Facts<Pick<InspectedContainer, "State" | "HostConfig" | "Mounts">> {
  /** As the engine lists it. */
  readonly state?: string;
  readonly labels?: Record<string, string>;
  readonly networks?: readonly string[];
}

const kept = { ...ours, [incarnationLabel]: "kept" };
const asDeclared = {
  RestartPolicy: { Name: "always", MaximumRetryCount: 0 },
  Memory: 64 * 2 ** 20,
  MemorySwap: 128 * 2 ** 20,
  NanoCpus: 500_000_000,
};

function live({ state = "running", labels = kept, networks = ["web_default"], ...facts }: Life = {}) {
  const { State = {}, HostConfig = {}, Mounts = [] } = facts;
  return observed({
    state,
    labels,
    inspected: {
      State,
      HostConfig: { ...asDeclared, ...HostConfig },
      Mounts,
      NetworkSettings: { Networks: Object.fromEntries(networks.map((name) => [name, {}])) },
    },
  });
}
const stopped = { Running: false, Status: "exited" };
const without = { RestartPolicy: { Name: "no", MaximumRetryCount: 0 } };

/** The plan after a look at what lives. */
const markedBy = (facts: Partial<Observation>, changes?: Partial<ContainerPlan>) =>
  withIncarnations(plan(changes), observation(facts), "fresh");

/** The incarnations of the container and the network, after a look at what lives. */
function incarnations(life: Life | undefined, changes?: Partial<ContainerPlan>) {
  const containers = new Map(life ? [["web", live(life)]] : []);
  const networks = new Map(life ? [["web_default", lives({ ...ours, [incarnationLabel]: "net" })]] : []);
  const marked = markedBy({ containers, networks }, changes);
  return [marked.containers[0]?.fields.labels, marked.networks[0]?.fields.labels];
}

/** Why the container is made anew. */
function renewal(life: Life | undefined, changes?: Partial<ContainerPlan>) {
  const containers = new Map(life ? [["web", live(life)]] : []);
  return markedBy({ containers }, changes).containers[0]?.renewal;
}

const own = { label: "own", value: "1" };
const label = (value: string) => ({ label: incarnationLabel, value });

test("a container that runs as declared keeps its incarnation", () => {
  expect(incarnations({})).toEqual([[own, label("kept")], [label("net")]]);
});

test("a container gets the labels of the one that it may replace", () => {
  const marked = markedBy({ containers: new Map([["web", live()]]) });
  expect(marked.containers.map(({ live }) => live)).toEqual([kept]);
});

test("a volume of the stack carries the incarnation of its creation, an external one nothing", () => {
  const volumes = [
    { key: "data", external: false, where: "", fields: { name: "web_data", labels: [own] } },
    { key: "theirs", external: true, where: "", fields: { name: "theirs" } },
  ];
  const marked = withIncarnations({ ...plan(), volumes }, observation(), "1a.fresh");
  expect(marked.volumes.map(({ fields }) => fields.labels)).toEqual([[own, label("1a.fresh")], undefined]);
});

test.each<[string, Partial<NetworkPlan["fields"]>, "declared" | "other"]>([
  ["as it is", {}, "declared"],
  ["with the addresses that it has", { ipamConfigs: [{ subnet: "10.9.0.0/24" }] }, "declared"],
  ["with other addresses", { ipamConfigs: [{ subnet: "10.8.0.0/24" }] }, "other"],
  ["without a way out", { internal: true }, "other"],
  ["with another label", { labels: [{ label: "own", value: "2" }] }, "other"],
])("whether a network stays: it is declared %s", (_, changes, want) => {
  const networks = new Map([["web_default", lives({ ...ours, own: "1", [incarnationLabel]: "net" })]]);
  const declared = { ...plan(), networks: [{ ...network, fields: { ...network.fields, ...changes } }] };
  const marked = withIncarnations(declared, observation({ networks }), "fresh");
  expect(marked.networks.map(({ live }) => live)).toEqual([want]);
});

test.each<["renew" | "keep", Life, string, string | undefined]>([
  ["renew", {}, "fresh", "it is not as it was recorded"],
  ["renew", { State: stopped }, "fresh", "it was stopped by hand"],
  ["keep", { State: stopped }, "kept", undefined],
])("the run's choice to %s a container counts, whatever its state is", (choice, life, want, why) => {
  const containers = new Map([["web", live(life)]]);
  const networks = new Map([["web_default", lives({ ...ours, [incarnationLabel]: "net" })]]);
  const marked = withIncarnations(plan(), observation({ containers, networks }), "fresh", (kind, name) =>
    kind === "container" && name === "app" ? choice : "keep",
  );
  const [web] = marked.containers;
  const knows = choice === "renew" ? kept : undefined;
  expect([web?.fields.labels, web?.renewal, web?.live]).toEqual([[own, label(want)], why, knows]);
  expect(marked.networks.map(({ fields, live }) => [fields.labels, live])).toEqual([
    [[label("net")], undefined],
  ]);
});

const subnet = "10.9.8.0/22";
const aux = { AuxiliaryAddresses: { a: "10.9.8.9" } };
test.each<[string, object, readonly AddressRange[], string[] | undefined]>([
  ["shows that gateway", { subnet }, [{ Subnet: subnet, Gateway: "10.9.8.1" }], ["ipamConfigs"]],
  ["shows no gateway yet", { subnet }, [{ Subnet: subnet }], undefined],
  ["has another gateway", { subnet }, [{ Subnet: subnet, Gateway: "10.9.11.254" }], undefined],
  [
    "has a range of its own",
    { subnet },
    [{ Subnet: subnet, Gateway: "10.9.8.1", IPRange: "10.9.9.0/24" }],
    undefined,
  ],
  ["has further addresses", { subnet }, [{ Subnet: subnet, Gateway: "10.9.8.1", ...aux }], undefined],
  [
    "has a second subnet",
    { subnet },
    [{ Subnet: subnet, Gateway: "10.9.8.1" }, { Subnet: "10.9.0.0/24" }],
    undefined,
  ],
  ["has another subnet", { subnet }, [{ Subnet: "10.9.4.0/22", Gateway: "10.9.4.1" }], undefined],
])(
  "address ranges of a network are ignored only if its engine shows just the gateway that it chose: it %s",
  (_, range, Config, want) => {
    const networks = new Map([["web_default", { ...lives(kept), IPAM: { Driver: "default", Config } }]]);
    const fields = { ...network.fields, ipamConfigs: [range] };
    const declared = { ...plan(), networks: [{ ...network, fields }] };
    const [marked] = withIncarnations(declared, observation({ networks }), "fresh").networks;
    expect(marked?.ignoreChanges).toEqual(want);
  },
);

test("a network that a run must renew gets a new incarnation", () => {
  const networks = new Map([["web_default", lives({ ...ours, [incarnationLabel]: "net" })]]);
  const [network] = withIncarnations(plan(), observation({ networks }), "fresh", () => "renew").networks;
  expect([network?.fields.labels, network?.live]).toEqual([[label("fresh")], "other"]);
});

test("a missing resource gets a new incarnation", () => {
  expect(incarnations(undefined)).toEqual([[own, label("fresh")], [label("fresh")]]);
});

test("a resource of the stage without an incarnation is replaced", () => {
  expect(incarnations({ labels: ours })[0]).toEqual([own, label("fresh")]);
});

test("an adopted resource has a constant incarnation, and reads back differently", () => {
  const containers = new Map([["web", live({ labels: {} })]]);
  const adopted = (net: EngineNetwork, changes?: Partial<ContainerPlan>) =>
    markedBy({ containers, networks: new Map([["web_default", net]]) }, changes);
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

test.each<[string, Life, string]>([
  ["stopped", { State: stopped }, "it was stopped by hand"],
  ["its engine lists it as created", { state: "created" }, "it was never started"],
  ["paused", { state: "paused", State: { Status: "paused" } }, "it was paused by hand"],
  ["another restart policy", { HostConfig: without }, "restart changed by hand"],
  [
    "another number of tries",
    { HostConfig: { RestartPolicy: { Name: "always", MaximumRetryCount: 3 } } },
    "restart changed by hand",
  ],
  ["another memory limit", { HostConfig: { Memory: 0 } }, "mem_limit changed by hand"],
  ["another processor limit", { HostConfig: { NanoCpus: 0 } }, "cpus changed by hand"],
  ["another processor set", { HostConfig: { CpusetCpus: "1" } }, "cpuset changed by hand"],
  ["other limits", { HostConfig: { CpuShares: 512, Memory: 0 } }, "mem_limit, cpu_shares changed by hand"],
  ["another limit of processes", { HostConfig: { PidsLimit: 10 } }, "pids_limit changed by hand"],
  ["taken off its network", { networks: [] }, "networks changed by hand"],
  [
    "brought back after its successor failed",
    { labels: { ...kept, "smallboat.restored": "true" } },
    "it was brought back after its update failed",
  ],
  ["put on another network", { networks: ["other", "web_default"] }, "networks changed by hand"],
])("a container is created again, with the reason: %s", (_, life, why) => {
  expect(incarnations(life)[0]).toEqual([own, label("fresh")]);
  expect(renewal(life)).toBe(why);
});

test("a container that runs as declared, or is missing, causes no note", () => {
  expect([renewal({}), renewal(undefined)]).toEqual([undefined, undefined]);
});

const page = (changed: string, content = "by hand") => ({
  path: "/etc/page",
  content: Buffer.from(content),
  changed: Date.parse(changed),
  ...{ mode: 0o644, uid: 0, gid: 0 },
});

test.each<[string, FoundFile | undefined, string | undefined]>([
  ["with its content", page("2026-11-26T09:00:00Z", "declared"), undefined],
  ["that was changed", page("2026-11-26T09:00:00Z"), "file /etc/page changed by hand"],
  ["that is gone", undefined, "file /etc/page changed by hand"],
  ["that its program completed when it started", page("2026-11-26T08:00:02Z"), undefined],
])("a container has an uploaded file %s", (_, file, want) => {
  const containers = new Map([["web", { ...live(), files: new Map([["/etc/page", file]]) }]]);
  const uploads = [{ file: "/etc/page", content: "declared" }];
  const marked = markedBy({ containers }, { fields: { uploads } as never }).containers[0];
  expect([marked?.renewal, marked?.fields.labels.at(-1)]).toEqual([want, label(want ? "fresh" : "kept")]);
});

const noRestart = { fields: { restart: "no" } as never };

test.each<[string, Partial<ContainerPlan>, Life, string]>([
  [
    "a limit to the byte",
    { updates: { Memory: 67_108_865 } },
    { HostConfig: { Memory: 67_108_865 } },
    "kept",
  ],
  ["a limit to the byte that is gone", { updates: { Memory: 67_108_865 } }, {}, "fresh"],
  ["a job that ended well", { runsToCompletion: true }, { State: stopped }, "kept"],
  ["a job that failed", { runsToCompletion: true }, { State: { ...stopped, ExitCode: 1 } }, "fresh"],
  ["without restart, ended well", noRestart, { HostConfig: without, State: stopped }, "kept"],
  [
    "without restart, as older engines keep it",
    noRestart,
    { HostConfig: { RestartPolicy: { Name: "", MaximumRetryCount: 0 } } },
    "kept",
  ],
  [
    "without restart, created and never started",
    noRestart,
    { HostConfig: without, State: stopped, state: "created" },
    "fresh",
  ],
  ["a job that was never started", { runsToCompletion: true }, { State: stopped, state: "created" }, "fresh"],
  ["in another's network", { networks: [] }, { networks: [] }, "kept"],
])("%s", (_, changes, life, want) => {
  expect(incarnations(life, changes)[0]).toEqual([own, label(want)]);
});

test("a failed job is reported with its exit code", () => {
  expect(renewal({ State: { ...stopped, ExitCode: 3 } }, noRestart)).toBe("it ended with exit code 3");
});

test("a container is replaced if its volume is replaced", () => {
  const volume = { key: "data", external: false, where: "", fields: { name: "web_data" }, isRenewed: true };
  const using = { volumes: [{ volumeName: "web_data", containerPath: "/data" }] };
  const marked = (fields: object) =>
    withIncarnations(
      { ...plan({ fields: fields as never }), volumes: [volume] },
      observation({ containers: new Map([["web", live()]]) }),
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
])("%s", (_, declared, found, labelsAnew) => {
  const labels = text({ ...declared, [files]: "a,b" });
  const containers = new Map([["web", live({ labels: { ...kept, ...found } })]]);
  const changes = { sameHashes: ["written"], fields: { labels } as never };
  const marked = markedBy({ containers }, changes).containers[0];
  expect([marked?.fields.labels, marked?.labelsAnew]).toEqual([[...text(found), label("kept")], labelsAnew]);
});

test("a container of another hash has the labels of its files", () => {
  const labels = text({ [hash]: "new", [files]: "a,b" });
  const containers = new Map([["web", live({ labels: { ...kept, [hash]: "old", [files]: "a" } })]]);
  const marked = markedBy({ containers }, { fields: { labels } as never }).containers[0];
  expect(marked?.fields.labels).toEqual([...labels, label("kept")]);
});

const [data, cache, other] = ["d", "c", "e"].map((letter) => letter.repeat(64)) as [string, string, string];
const mount = (Destination: string, Name: string) => ({ Type: "volume", Destination, Name });
const mounting = live({
  Mounts: [
    mount("/data", data),
    mount("/cache", cache),
    mount("/named", other),
    mount("/own", "own"),
    { Type: "bind", Destination: "/bound" },
  ],
});
const asking = {
  mounts: [{ type: "volume", target: "/data" }],
  volumes: [{ volumeName: "named", containerPath: "/named" }],
};
const inherited = [
  { target: "/cache", volume: cache, isOfImage: true },
  { target: "/data", volume: data, isOfImage: false },
];

test.each<[string, string, boolean | undefined]>([
  ["the container that is replaced", "web", undefined],
  ["the container that an interrupted run left", "web-smallboat-volumes", true],
])("anonymous volumes of %s are inherited", (_, name, hasKeeper) => {
  const containers = new Map([[name, mounting]]);
  const [web] = markedBy({ containers }, { volumesFrom: [], fields: asking as never }).containers;
  expect([web?.inherited, web?.hasKeeper]).toEqual([inherited, hasKeeper]);
});
