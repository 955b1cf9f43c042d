import { expect, test } from "vitest";
import { noAnswer, type Thing } from "../../../lib/status/index.ts";
import { engineInfo } from "../support/engine-facts.ts";
import {
  bridge,
  type Change,
  found,
  image,
  listed,
  living,
  network,
  project,
  recorded,
  report,
} from "./stage.ts";

const web = "far/chat web";
const thing = (change: Change = {}): Thing => {
  const container = report(change).things.find(({ kind }) => kind === "container");
  if (!container) throw new Error("a container");
  return container;
};
const life = (change: Change) => {
  const { sync, health, state } = thing(change);
  return [sync, health, state];
};

test("an untouched stage has no finding, and everything is in sync and healthy", () => {
  const { things, findings } = report();
  expect(findings).toEqual([]);
  expect(things.map(({ address, sync, health }) => [address, sync, health])).toEqual([
    ["far image nginx:1.29", "in sync", "healthy"],
    ["far/chat network chat_default", "in sync", "healthy"],
    ["far/chat volume chat_data", "in sync", "healthy"],
    ["far/chat web", "in sync", "healthy"],
  ]);
});

test("the facts of a container are those that the table of services shows", () => {
  const ports = [{ ip: "0.0.0.0", published: 8080, target: 80, protocol: "tcp" }];
  expect(thing({ listed: { ports }, inspected: { RestartCount: 2 } })).toEqual({
    address: web,
    place: "far/chat",
    host: "far",
    kind: "container",
    name: "chat-web-1",
    service: "web",
    sync: "in sync",
    health: "healthy",
    urn: "urn:pulumi:dev::smallboat::docker:index/container:Container::far/chat/web",
    container: {
      id: "c1",
      image: "nginx:1.29",
      version: "1.29",
      since: "2026-11-26T08:00:00.5Z",
      restarts: 2,
      built: "2023-11-14T22:13:20.000Z",
      addresses: ["0.0.0.0:8080->80/tcp"],
    },
  });
});

const stopped = (ExitCode: number) => ({
  Status: "exited",
  Running: false,
  ExitCode,
  FinishedAt: "2026-11-26T09:00:00Z",
});
const inState = (State: object, state: string): Change => ({ listed: { state }, inspected: { State } });
const ended = (code: number) => inState(stopped(code), "exited");
const as = (inputs: object): Change => ({ recorded: { container: { inputs: inputs as never } } });
const policy = (Name: string) => ({ HostConfig: { RestartPolicy: { Name, MaximumRetryCount: 0 } } });
const plain = (change: Change): Change => ({
  ...change,
  ...as({ restart: "no" }),
  inspected: { ...change.inspected, ...policy("no") },
});

test.each<[string, Change, string[], unknown[]]>([
  ["stopped", ended(0), ["container stopped | by hand | heal"], ["drifted", "stopped", "exited with 0"]],
  ["killed", ended(137), ["container stopped | by hand | heal"], ["drifted", "stopped", "exited with 137"]],
  [
    "without restarts, that failed",
    plain(ended(3)),
    ["container stopped with exit code 3 | ended by itself | heal"],
    ["drifted", "stopped", "exited with 3"],
  ],
  [
    "out of memory",
    plain(inState({ ...stopped(137), OOMKilled: true }, "exited")),
    ["container stopped | out of memory | heal"],
    ["drifted", "stopped", "exited with 137"],
  ],
  [
    "whose port somebody else has",
    inState({ ...stopped(128), Error: "port is already allocated" }, "exited"),
    ["container stopped with exit code 128 | the engine could not start it | heal"],
    ["drifted", "stopped", "exited with 128"],
  ],
  ["without restarts, that ended well", plain(ended(0)), [], ["in sync", "healthy", "exited with 0"]],
  [
    "paused",
    inState({ Status: "paused" }, "paused"),
    ["container paused | by hand | heal"],
    ["drifted", "stopped", "paused"],
  ],
  [
    "that was never started",
    inState({ Status: "created", Running: false }, "created"),
    ["container never started | by hand | heal"],
    ["drifted", "stopped", "created"],
  ],
  [
    "that restarts",
    inState({ Restarting: true, ExitCode: 1 }, "restarting"),
    [],
    ["in sync", "unhealthy", "restarts again and again, last with exit code 1"],
  ],
  [
    "unhealthy",
    inState({ Health: { Status: "unhealthy" } }, "running"),
    [],
    ["in sync", "unhealthy", "its healthcheck fails"],
  ],
  [
    "starting",
    inState({ Health: { Status: "starting" } }, "running"),
    [],
    ["in sync", "starting", undefined],
  ],
])("a container's findings and health: %s", (_, change, findings, want) => {
  expect(found(change)).toEqual(findings.map((each) => `${web}: ${each}`));
  expect(life(change)).toEqual(want);
});

test("a service without restarts is no job if other services connect to it", () => {
  const ports = { restart: "no", ports: [{ internal: 80, external: 8080 }] };
  const checked = { restart: "no", healthcheck: { tests: ["CMD", "true"] } };
  for (const inputs of [ports, checked])
    expect(found({ ...ended(0), ...as(inputs), inspected: { State: stopped(0), ...policy("no") } })).toEqual([
      `${web}: container stopped | by hand | heal`,
    ]);
});

test("a service without restarts that runs a server's image is no job, and one with a program of its own is", () => {
  const exposing = (inputs: object) =>
    found({
      ...ended(0),
      ...as({ restart: "no", ...inputs }),
      inspected: { State: stopped(0), ...policy("no"), Config: { ExposedPorts: { "80/tcp": {} } } },
    });
  expect(exposing({})).toEqual([`${web}: container stopped | by hand | heal`]);
  expect(exposing({ command: ["migrate"] })).toEqual([]);
});

const job = { mustRun: false, restart: "no" };

test("a job that other services wait for may end well, and may be removed afterwards", () => {
  const without = { containers: [], inspected: new Map() };
  expect(life({ ...ended(0), ...as(job), inspected: { State: stopped(0), ...policy("no") } })).toEqual([
    "in sync",
    "healthy",
    "exited with 0",
  ]);
  expect(life({ ...as(job), snapshot: without })).toEqual(["in sync", "healthy", "ended and removed"]);
  expect(found({ ...as(job), snapshot: without })).toEqual([]);
  expect(found({ ...ended(1), ...as(job), inspected: { State: stopped(1), ...policy("no") } })).toEqual([
    `${web}: job ended with exit code 1 | ended by itself | heal`,
  ]);
});

const MiB = 2 ** 20;

test.each<[string, Change, string[]]>([
  ["restart", { inspected: policy("no") }, ["restart changed unless-stopped -> no"]],
  [
    "number of restarts",
    {
      ...as({ restart: "on-failure", maxRetryCount: 3 }),
      inspected: { HostConfig: { RestartPolicy: { Name: "on-failure", MaximumRetryCount: 5 } } },
    },
    ["restart changed on-failure:3 -> on-failure:5"],
  ],
  [
    "memory",
    {
      ...as({ memory: 64, memorySwap: 128 }),
      inspected: { HostConfig: { Memory: 96 * MiB, MemorySwap: 192 * MiB } },
    },
    ["memory changed 64 MiB -> 96 MiB", "memory and swap changed 128 MiB -> 192 MiB"],
  ],
  [
    "memory without one before",
    { inspected: { HostConfig: { Memory: 96 * MiB } } },
    ["memory changed none -> 96 MiB"],
  ],
  [
    "cpus",
    { ...as({ cpus: "0.5" }), inspected: { HostConfig: { NanoCpus: 1.5e9 } } },
    ["cpus changed 0.5 -> 1.5"],
  ],
  ["cpu shares", { inspected: { HostConfig: { CpuShares: 64 } } }, ["cpu shares changed none -> 64"]],
  ["cpu set", { inspected: { HostConfig: { CpusetCpus: "0" } } }, ["cpu set changed none -> 0"]],
  [
    "networks left",
    { inspected: { NetworkSettings: { Networks: {} } } },
    ["networks changed chat_default -> none"],
  ],
  [
    "networks joined",
    { inspected: { NetworkSettings: { Networks: { chat_default: { Aliases: ["web"] }, other: {} } } } },
    ["networks changed chat_default -> chat_default, other"],
  ],
  [
    "alias in a network",
    { inspected: { NetworkSettings: { Networks: { chat_default: { Aliases: [] } } } } },
    ["place in network chat_default changed"],
  ],
  ["name", { listed: { name: "another" } }, ["container renamed to another"]],
])("somebody changed a container: %s", (_, change, texts) => {
  expect(found(change)).toEqual(texts.map((text) => `${web}: ${text} | by hand | heal`));
});

test("a limit that the kernel lacks counts as unchanged if it still has the value that was read back after the creation", () => {
  const read = { inputs: { memory: 64, memorySwap: 128 }, outputs: { memorySwap: -1 } };
  const HostConfig = { Memory: 64 * MiB, MemorySwap: -1 };
  expect(found({ recorded: { container: read }, inspected: { HostConfig } })).toEqual([]);
});

test("a container is on the engine's own network if it declares none", () => {
  const bare = as({ networksAdvanced: undefined });
  const on = (...names: string[]) => ({
    ...bare,
    inspected: { NetworkSettings: { Networks: Object.fromEntries(names.map((name) => [name, {}])) } },
  });
  expect(found(on("bridge"))).toEqual([]);
  expect(found(on("bridge", "other"))).toEqual([`${web}: networks changed none -> other | by hand | heal`]);
});

const secret = (value: unknown) => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  plaintext: JSON.stringify(value),
});

test("a secret is compared and never shown", () => {
  const inputs = { restart: secret("unless-stopped") };
  expect(found(as(inputs))).toEqual([]);
  expect(found({ ...as(inputs), inspected: policy("no") })).toEqual([
    `${web}: restart changed | by hand | heal`,
  ]);
});

test("a container that is gone, and one that another has replaced", () => {
  expect(found({ snapshot: { containers: [], inspected: new Map() } })).toEqual([
    `${web}: container removed | by hand | heal`,
  ]);
  const other = living({
    Id: "c2",
    Config: { Image: "another:1", Hostname: "c2", Env: ["A=1"], Cmd: null, Entrypoint: null },
  } as never);
  const replaced = {
    containers: [{ ...listed, id: "c2" }],
    inspected: new Map([["c2", other]]),
  };
  expect(found({ ...as({ envs: ["A=2"] }), snapshot: replaced })).toEqual([
    `${web}: container replaced by another, with other environment, image | by hand | heal`,
  ]);
  const foreign = { ...other, Config: { ...other.Config, Labels: {} } };
  expect(
    report({ snapshot: { ...replaced, inspected: new Map([["c2", foreign]]) } }).findings.map(
      ({ remedy, advice }) => [remedy, advice],
    ),
  ).toEqual([["person", 'remove it ("docker rm --force chat-web-1"), then run "make up"']]);
});

test("a container that was brought back is reported as that alone", () => {
  const labels = { ...listed.labels, "smallboat.restored": "2026-11-26T08:00:00Z" };
  const back = { containers: [{ ...listed, id: "c2", labels }], inspected: new Map([["c2", living()]]) };
  const text =
    "runs the earlier version; the new one failed at 2026-11-26T08:00:00Z | update failed | person";
  expect(found({ snapshot: back })).toEqual([`${web}: ${text}`]);
  const named = [
    { ...listed, id: "c2", name: "chat-new-1", labels: { ...labels, "com.docker.compose.service": "new" } },
  ];
  const beside = { containers: [listed, ...named], inspected: new Map([["c1", living()]]) };
  expect(found({ snapshot: beside })).toEqual([`far/chat new: ${text}`]);
});

const upload = { file: "/etc/app.conf", content: "a: 1\n" };
const withFile = (content: string | undefined, changed = 0, mode = 0o644): Change => ({
  ...as({ uploads: [upload] }),
  answer: {
    files: new Map([
      [
        "c1",
        new Map([
          [
            "/etc/app.conf",
            content === undefined ? undefined : { content: Buffer.from(content), changed, mode },
          ],
        ]),
      ],
    ]),
  },
});

test("an uploaded file that somebody changed or removed", () => {
  expect(found(withFile("a: 1\n"))).toEqual([]);
  expect(found(withFile("a: 2\n"))).toEqual([`${web}: file /etc/app.conf changed | by hand | heal`]);
  expect(found(withFile(undefined))).toEqual([`${web}: file /etc/app.conf removed | by hand | heal`]);
});

test("another mode of an uploaded file is reported, and is no drift", () => {
  const text = "mode of /etc/app.conf changed 644 -> 600";
  expect(found(withFile("a: 1\n", 0, 0o600))).toEqual([`${web}: ${text} | by hand | person`]);
  expect(report(withFile("a: 1\n", 0, 0o600)).findings.map(({ sync }) => sync)).toEqual(["reported"]);
});

test("a program may write its own configuration when it starts", () => {
  const started = Date.parse("2026-11-26T08:00:00Z");
  expect(found(withFile("a: 1\nb: 2\n", started + 1_000))).toEqual([]);
  expect(found(withFile("a: 1\nb: 2\n", started + 60_000))).toHaveLength(1);
});

test("the restart of an engine is the cause of the containers that it stopped", () => {
  const start = "2026-11-26T10:00:00Z";
  const networks = [{ ...bridge, Created: start }, network];
  const witness = living({
    State: { StartedAt: "2026-11-26T10:00:02Z", FinishedAt: "2026-11-26T09:58:00Z" },
  } as never);
  const at = (FinishedAt: string, code: number, witnesses = [witness]): Change => ({
    ...plain(ended(code)),
    snapshot: {
      networks,
      containers: [{ ...listed, state: "exited" }],
      inspected: new Map([
        ["c1", living({ State: { ...stopped(code), FinishedAt }, ...policy("no") } as never)],
        ...witnesses.map((each, index) => [`w${index}`, each] as const),
      ]),
    },
  });
  const cause = (change: Change) => report(change).findings.map((each) => each.cause);
  expect(cause(at("2026-11-26T09:58:01Z", 0))).toEqual(["docker restarted"]);
  expect(cause(at("2026-11-26T10:00:01Z", 255))).toEqual(["docker restarted"]);
  expect(cause(at("2026-11-26T09:59:00Z", 137, []))).toEqual(["docker restarted"]);
  // Jobs that had come to a good end before, and what was stopped earlier.
  expect(cause(at("2026-11-26T09:57:00Z", 0))).toEqual([]);
  expect(cause(at("2026-11-26T09:59:00Z", 0, []))).toEqual([]);
  expect(cause(at("2026-11-25T10:00:00Z", 137))).toEqual(["by hand"]);
});

test("settings of the engine are reported, and count for nothing", () => {
  const info = engineInfo({ LoggingDriver: "local", LiveRestoreEnabled: true });
  const { findings } = report({ snapshot: { info } });
  expect(
    findings.map(({ address, field, sync, text, remedy }) => [address, field, sync, text, remedy]),
  ).toEqual([
    ["far engine", "live-restore", "reported", "engine's live-restore changed false -> true", "person"],
    ["far engine", "log-driver", "reported", "engine's log-driver changed json-file -> local", "person"],
  ]);
});

test.each<[string, Change, string[]]>([
  ["recorded", { limits: { "chat-web-1": { PidsLimit: 64 } } }, ["pids limit changed 64 -> 128"]],
  ["not declared", { limits: { "chat-web-1": {} } }, ["pids limit changed none -> 128"]],
  ["not recorded by an earlier version", {}, []],
])("a limit that is set after the start and was %s", (_, change, texts) => {
  const inspected = { HostConfig: { PidsLimit: 128 } };
  expect(found({ ...change, inspected })).toEqual(texts.map((text) => `${web}: ${text} | by hand | heal`));
});

test("a thing with the stage's label or project that is not recorded is extra", () => {
  const container = { ...listed, id: "x", name: "more", labels: project, state: "running" };
  const one = { ...network, Id: "x", Name: "more-net", Labels: project };
  const data = { Name: "more-data", Driver: "local", Options: null, Labels: project, Mountpoint: "" };
  const extra: Change = {
    snapshot: {
      containers: [listed, container],
      networks: [bridge, network, one],
      volumes: [{ ...data, Name: "chat_data", Labels: recordedLabels() }, data],
    },
  };
  expect(found(extra)).toEqual([
    "far/chat extra container more: not declared, running | by hand | prune",
    "far/chat extra network more-net: not declared | by hand | prune",
    "far/chat extra volume more-data: not declared | by hand | prune",
  ]);
});

test("foreign things, and things that runs leave on purpose, are not extra", () => {
  const of = (labels: Record<string, string>) => ({ ...listed, id: "x", name: "more", labels });
  const others = [
    of({}),
    of({ "com.docker.compose.project": "other" }),
    of({ ...project, "smallboat.stage": "prod" }),
    of({ "smallboat.stage": "dev", "smallboat.incarnation": "another.1" }),
    of({ "smallboat.stage": "dev", "smallboat.incarnation": "me.1", "smallboat.keeps": "chat-web-1" }),
  ];
  const kept = {
    ...of({}),
    Name: "chat_old",
    Driver: "local",
    Options: null,
    Mountpoint: "",
    Labels: { "smallboat.stage": "dev", "smallboat.incarnation": "me.1", ...project },
  };
  const known = {
    Name: "chat_data",
    Driver: "local",
    Options: null,
    Mountpoint: "",
    Labels: recordedLabels(),
  };
  expect(found({ snapshot: { containers: [listed, ...others], volumes: [known, kept] } })).toEqual([]);
});

function recordedLabels(): Record<string, string> {
  const labels = recorded.volume.inputs.labels as { label: string; value: string }[];
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

test("networks, volumes and images", () => {
  const without = { networks: [bridge], volumes: [], images: [] };
  expect(found({ snapshot: without })).toEqual([
    "far image nginx:1.29: removed | by hand | heal",
    "far/chat network chat_default: removed | by hand | heal",
    "far/chat volume chat_data: removed with its data | by hand | heal",
  ]);
  const anew = {
    networks: [bridge, { ...network, Id: "n2", Internal: true, Labels: {} }],
    volumes: [{ Name: "chat_data", Driver: "local", Options: null, Labels: null, Mountpoint: "" }],
    images: [{ ...image, Id: "sha256:2" }],
  };
  expect(found({ snapshot: anew })).toEqual([
    "far image nginx:1.29: moved to another image | by hand | person",
    "far/chat network chat_default: replaced by another, with other internal, labels | by hand | person",
    "far/chat volume chat_data: removed and made anew by hand | by hand | heal",
  ]);
  const kept = {
    images: [
      { ...image, RepoTags: [] },
      { ...image, Id: "sha256:2", RepoDigests: [] },
    ],
  };
  expect(found({ snapshot: kept })).toEqual([
    "far image nginx:1.29: moved to another image | by hand | heal",
  ]);
});

test("an image is outdated if its registry has another one under its tag", () => {
  const has = (digest: string | typeof noAnswer | undefined) =>
    report({ answer: { digests: new Map([["nginx:1.29", digest]]) } });
  expect(has("sha256:d1").findings).toEqual([]);
  expect(has(undefined).findings).toEqual([]);
  const unanswered = has(noAnswer);
  expect([unanswered.findings, unanswered.things[0]?.sync, unanswered.things[0]?.state]).toEqual([
    [],
    "not checked",
    "its registry does not answer",
  ]);
  const { things, findings } = has("sha256:d2");
  expect(findings.map(({ text, sync, remedy }) => [text, sync, remedy])).toEqual([
    ["has another image in its registry", "outdated", "person"],
  ]);
  expect(things[0]?.sync).toBe("outdated");
});

test.each([
  [undefined, 'pull it ("docker pull nginx:1.29"), then run "make up", or in a locked stage'],
  [["sha256:d1"], 'run "make up" to take it, or in a locked stage'],
  [["sha256:d2"], 'pull it ("docker pull nginx:1.29"), then run "make up", or in a locked stage'],
])("the advice for an outdated image whose recorded pull triggers are %j", (pullTriggers, advice) => {
  const change = { recorded: { image: { inputs: pullTriggers ? { pullTriggers } : {} } } };
  const { findings } = report({
    ...change,
    answer: { digests: new Map([["nginx:1.29", "sha256:d2"]]) },
  } as never);
  expect(findings.map((each) => each.advice)).toEqual([`${advice} "make deploy STACK=<host>/<stack>"`]);
});
