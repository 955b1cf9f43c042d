import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import type { Inputs } from "../../../lib/comparison/index.ts";
import { type InputDifference, inputDifferences, normalUpload } from "../../../lib/comparison/index.ts";
import type { InspectedContainer } from "../../../lib/docker/inspected-container.ts";

/** Of a container that Docker Compose 2.40.3 made on Docker 20.10, and what Pulumi checked for the same file. */
function recorded<Content>(name: string): Content {
  const file = resolve(import.meta.dirname, "../../cases/adoption", `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8"));
}
const web = recorded<InspectedContainer>("web");
const bare = recorded<InspectedContainer>("bare");
const inputs = recorded<Inputs>("inputs");
const note = normalUpload({ file: "/note.txt", content: "hello hunter2secret\n", permissions: "0444" });

type Patch = { [key: string]: unknown };

function patched<Value>(value: Value, patch: unknown): Value {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch as Value;
  const whole = { ...value } as Patch;
  for (const [key, each] of Object.entries(patch)) whole[key] = patched(whole[key], each);
  return whole as Value;
}

function found(changes: { live?: Patch; wanted?: Patch; file?: typeof note }): InputDifference[] {
  const files = new Map([["/note.txt", changes.file ?? note]]);
  const container = patched(web, changes.live ?? {});
  return inputDifferences(
    { ...inputs, ...changes.wanted },
    { container, bare, platform: "linux/amd64", files },
  );
}

test("a container that Compose made from the same file does not differ", () => {
  expect(found({})).toEqual([]);
});

test("a command with an empty word equals the provider's form behind the image's entrypoint", () => {
  const line = ["docker-entrypoint.sh", "redis-server", "--save", ""];
  const wanted = { command: undefined, entrypoints: line };
  const live = (...words: string[]) => ({ Config: { Entrypoint: ["docker-entrypoint.sh"], Cmd: words } });
  expect(found({ wanted, live: live("redis-server", "--save", "") })).toEqual([]);
  expect(found({ wanted, live: live("redis-server", "--save") })).toEqual([
    { input: "command", is: ["redis-server", "--save"] },
    { input: "entrypoints", is: ["docker-entrypoint.sh"] },
  ]);
});

const path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

describe("each differing input is named with its actual value", () => {
  test.each<[string, Patch, unknown]>([
    ["envs", { Config: { Env: ["A=two", "B=two words", path] } }, ["A=two", "B=two words"]],
    [
      "envs",
      { Config: { Env: ["A=one", "B=two words", "C=more", path] } },
      ["A=one", "B=two words", "C=more"],
    ],
    ["command", { Config: { Cmd: ["sleep", "9"] } }, ["sleep", "9"]],
    ["entrypoints", { Config: { Entrypoint: ["/other"] } }, ["/other"]],
    ["workingDir", { Config: { WorkingDir: "/srv" } }, "/srv"],
    ["user", { Config: { User: "1000" } }, "1000"],
    ["hostname", { Config: { Hostname: "front" } }, "front"],
    ["domainname", { Config: { Domainname: "example.org" } }, "example.org"],
    ["tty", { Config: { Tty: true } }, true],
    ["stdinOpen", { Config: { OpenStdin: true } }, true],
    ["stopSignal", { Config: { StopSignal: "SIGINT" } }, "SIGINT"],
    ["stopTimeout", { Config: { StopTimeout: 30 } }, 30],
    ["healthcheck", { Config: { Healthcheck: { Test: ["NONE"] } } }, { tests: ["NONE"] }],
    ["restart", { HostConfig: { RestartPolicy: { Name: "always" } } }, "always"],
    ["maxRetryCount", { HostConfig: { RestartPolicy: { MaximumRetryCount: 3 } } }, 3],
    ["logDriver", { HostConfig: { LogConfig: { Type: "local" } } }, "local"],
    ["logOpts", { HostConfig: { LogConfig: { Config: { "max-size": "1m" } } } }, { "max-size": "1m" }],
    ["init", { HostConfig: { Init: true } }, true],
    ["runtime", { HostConfig: { Runtime: "runsc" } }, "runsc"],
    ["groupAdds", { HostConfig: { GroupAdd: ["audio"] } }, ["audio"]],
    ["memory", { HostConfig: { Memory: 64 * 2 ** 20 } }, 64],
    ["memorySwap", { HostConfig: { MemorySwap: -1 } }, -1],
    ["memoryReservation", { HostConfig: { MemoryReservation: 32 * 2 ** 20 } }, 32],
    ["shmSize", { HostConfig: { ShmSize: 128 * 2 ** 20 } }, 128],
    ["cpus", { HostConfig: { NanoCpus: 500_000_000 } }, "0.5"],
    ["cpuShares", { HostConfig: { CpuShares: 512 } }, 512],
    ["cpuPeriod", { HostConfig: { CpuPeriod: 1000 } }, 1000],
    ["cpuQuota", { HostConfig: { CpuQuota: 500 } }, 500],
    ["cpuSet", { HostConfig: { CpusetCpus: "0" } }, "0"],
    [
      "ulimits",
      { HostConfig: { Ulimits: [{ Name: "nofile", Soft: 1, Hard: 2 }] } },
      [{ name: "nofile", soft: 1, hard: 2 }],
    ],
    ["privileged", { HostConfig: { Privileged: true } }, true],
    ["readOnly", { HostConfig: { ReadonlyRootfs: true } }, true],
    ["capabilities", { HostConfig: { CapAdd: ["NET_ADMIN"] } }, { adds: ["CAP_NET_ADMIN"] }],
    ["securityOpts", { HostConfig: { SecurityOpt: ["no-new-privileges"] } }, ["no-new-privileges"]],
    [
      "sysctls",
      { HostConfig: { Sysctls: { "net.core.somaxconn": "1024" } } },
      { "net.core.somaxconn": "1024" },
    ],
    ["usernsMode", { HostConfig: { UsernsMode: "host" } }, "host"],
    ["cgroupnsMode", { HostConfig: { CgroupnsMode: "private" } }, "private"],
    ["cgroupParent", { HostConfig: { CgroupParent: "/own" } }, "/own"],
    ["deviceCgroupRules", { HostConfig: { DeviceCgroupRules: ["c 1:3 mr"] } }, ["c 1:3 mr"]],
    [
      "deviceReadBps",
      { HostConfig: { BlkioDeviceReadBps: [{ Path: "/dev/sda", Rate: 9 }] } },
      [{ path: "/dev/sda", rate: 9 }],
    ],
    ["dns", { HostConfig: { Dns: ["9.9.9.9"] } }, ["9.9.9.9"]],
    ["dnsOpts", { HostConfig: { DnsOptions: ["rotate"] } }, ["rotate"]],
    ["dnsSearches", { HostConfig: { DnsSearch: ["example.org"] } }, ["example.org"]],
    ["hosts", { HostConfig: { ExtraHosts: ["a:::1"] } }, [{ host: "a", ip: "::1" }]],
    ["pidMode", { HostConfig: { PidMode: "host" } }, "host"],
    ["ipcMode", { HostConfig: { IpcMode: "host" } }, "host"],
    ["tmpfs", { HostConfig: { Tmpfs: { "/run": "" } } }, { "/run": "" }],
    ["storageOpts", { HostConfig: { StorageOpt: { size: "1G" } } }, { size: "1G" }],
    ["rm", { HostConfig: { AutoRemove: true } }, true],
    ["publishAllPorts", { HostConfig: { PublishAllPorts: true } }, true],
    ["mustRun", { State: { Running: false, ExitCode: 0 } }, false],
    ["image", { Image: "sha256:other" }, "sha256:other"],
    ["image", { Config: { Image: "nginx:1.25" } }, "nginx:1.25"],
    ["name", { Name: "/other" }, "other"],
  ])("%s: %j", (input, live, is) => {
    expect(found({ live })).toEqual([{ input, is }]);
  });

  test("devices and device requests", () => {
    const Devices = [{ PathOnHost: "/dev/fuse", PathInContainer: "/dev/fuse", CgroupPermissions: "rwm" }];
    const live = { HostConfig: { Devices } };
    expect(found({ live }).map(({ input }) => input)).toEqual(["devices"]);
    expect(found({ live, wanted: { devices: [{ hostPath: "/dev/fuse", __defaults: [] }] } })).toEqual([]);
    const DeviceRequests = [{ Driver: "", Count: -1, DeviceIDs: null, Capabilities: [["gpu"]], Options: {} }];
    const gpu = { HostConfig: { DeviceRequests } };
    expect(found({ live: gpu }).map(({ input }) => input)).toEqual(["deviceRequests"]);
    const wanted = { deviceRequests: [{ driver: "", count: -1, capabilities: ["gpu"] }] };
    expect(found({ live: gpu, wanted })).toEqual([]);
  });

  test("ports, whatever their order", () => {
    const bindings = web.HostConfig.PortBindings ?? {};
    const turned = Object.fromEntries(Object.entries(bindings).reverse());
    expect(found({ live: { HostConfig: { PortBindings: null } } }).map(({ input }) => input)).toEqual([
      "ports",
    ]);
    const live = { ...web, HostConfig: { ...web.HostConfig, PortBindings: turned } };
    expect(found({ live: live as never })).toEqual([]);
    const other = { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "1" }] };
    expect(found({ live: { HostConfig: { PortBindings: other } } }).map(({ input }) => input)).toEqual([
      "ports",
    ]);
  });

  test("mounts", () => {
    const binds = { HostConfig: { Binds: ["shop_data:/data:rw"] } };
    expect(found({ live: binds }).map(({ input }) => input)).toEqual(["volumes"]);
    expect(found({ live: { HostConfig: { Mounts: [] } } }).map(({ input }) => input)).toEqual(["mounts"]);
  });

  test("networks: names, addresses and members", () => {
    const [name = "", endpoint] = Object.entries(web.NetworkSettings.Networks)[0] ?? [];
    const networks = (patch: Patch) => ({
      NetworkSettings: { Networks: { [name]: { ...endpoint, ...patch } } },
    });
    const inputsOf = (live: Patch) => found({ live }).map(({ input }) => input);
    expect(inputsOf(networks({ Aliases: ["web"] }))).toEqual(["networksAdvanced"]);
    expect(inputsOf(networks({ IPAMConfig: { IPv4Address: "198.19.0.9" } }))).toEqual(["networksAdvanced"]);
    expect(inputsOf({ NetworkSettings: { Networks: { more: endpoint } } })).toEqual(["networksAdvanced"]);
    expect(inputsOf({ HostConfig: { NetworkMode: "host" } })).toEqual(["networkMode"]);
  });

  test("labels that people wrote, without Compose's and our own", () => {
    const labels = (patch: Patch) => found({ live: { Config: { Labels: patch } } }).map(({ input }) => input);
    expect(labels({ "own.label": "yours" })).toEqual(["labels"]);
    expect(labels({ "another.label": "new" })).toEqual(["labels"]);
    expect(labels({ "com.docker.compose.version": "2.1", "smallboat.x": "y" })).toEqual([]);
  });

  test("uploaded files: content, rights, owner", () => {
    for (const patch of [{ contentBase64: "b3RoZXI=" }, { permissions: "0644" }, { owner: "1000" }])
      expect(found({ file: { ...note, ...patch } }).map(({ input }) => input)).toEqual(["uploads"]);
  });
});

describe("values of the image are not compared", () => {
  test("a health check inherits missing fields from the image's", () => {
    const Healthcheck = { Test: ["CMD", "true"], Interval: 90e9, Timeout: 5e9, Retries: 3 };
    const wanted = { healthcheck: { tests: ["CMD", "true"], interval: "1m30s", timeout: "5s", retries: 3 } };
    expect(found({ live: { Config: { Healthcheck } }, wanted })).toEqual([]);
    const slower = { healthcheck: { ...wanted.healthcheck, interval: "2m" } };
    expect(found({ live: { Config: { Healthcheck } }, wanted: slower })).toEqual([
      { input: "healthcheck", is: { tests: ["CMD", "true"], interval: "90s", timeout: "5s", retries: 3 } },
    ]);
  });

  test("an own entrypoint drops the image's command", () => {
    const wanted = { entrypoints: ["sleep", "9"] };
    const live = (Cmd: unknown) => ({ Config: { Entrypoint: ["sleep", "9"], Cmd } });
    expect(found({ live: live(null), wanted })).toEqual([]);
    expect(found({ live: live(["nginx"]), wanted })).toEqual([{ input: "command", is: ["nginx"] }]);
  });

  test("an anonymous volume that Compose passed on counts as the image's own", () => {
    const [mount] = web.HostConfig.Mounts ?? [];
    const handed = { Type: "volume", Source: "0".repeat(64), Target: "/cache" };
    const volumes = { ...bare, Config: { ...bare.Config, Volumes: { "/cache": {} } } };
    const container = patched(web, { HostConfig: { Mounts: [mount, handed] } });
    const living = { platform: "linux/amd64", files: new Map([["/note.txt", note]]) };
    expect(inputDifferences(inputs, { ...living, container, bare: volumes })).toEqual([]);
    expect(inputDifferences(inputs, { ...living, container, bare }).map(({ input }) => input)).toEqual([
      "mounts",
    ]);
  });
});

test("a container without a restart policy may have ended well", () => {
  const State = (ExitCode: number) => ({ Running: false, ExitCode });
  const HostConfig = { RestartPolicy: { Name: "" } };
  const wanted = { restart: "no" };
  expect(found({ live: { State: State(0), HostConfig }, wanted })).toEqual([]);
  const stopped = [{ input: "mustRun", is: false }];
  expect(found({ live: { State: State(1), HostConfig }, wanted })).toEqual(stopped);
  // One that was never started has the exit code 0, too.
  const created = { ...State(0), Status: "created" };
  expect(found({ live: { State: created, HostConfig }, wanted })).toEqual(stopped);
});

test("an unknown input differs", () => {
  expect(found({ wanted: { gpus: "all" } })).toEqual([{ input: "gpus", is: undefined }]);
});
