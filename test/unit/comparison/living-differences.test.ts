import { expect, test } from "vitest";
import { isAlive, livingDifferences } from "../../../lib/comparison/index.ts";
import type { ContainerPlan } from "../../../lib/compose/index.ts";
import type { InspectedContainer } from "../../../lib/docker/inspected-container.ts";
import { type Facts, inspected } from "../support/engine-facts.ts";

const plan = {
  runsToCompletion: false,
  fields: { name: "web", restart: "on-failure", maxRetryCount: 2, memory: 64, cpus: "1.50", cpuShares: 512 },
} as unknown as ContainerPlan;
const declared = {
  RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 },
  Memory: 64 * 2 ** 20,
  NanoCpus: 1.5e9,
  CpuShares: 512,
};

interface Life extends Facts<InspectedContainer["HostConfig"]> {
  readonly networks?: readonly string[];
}

/** The keys in which a container differs from its plan. @param changes of its plan */
function changed(
  { networks: attached = ["back", "front"], ...HostConfig }: Life = {},
  changes: Partial<ContainerPlan> = {},
  networks = ["front", "back"],
): string[] {
  const NetworkSettings = { Networks: Object.fromEntries(attached.map((name) => [name, {}])) };
  const { fields, updates: lateLimits = {} } = { ...plan, ...changes };
  const living = inspected({ HostConfig: { ...declared, ...HostConfig }, NetworkSettings });
  const inputs = { ...plan.fields, ...fields };
  return livingDifferences({ inputs, lateLimits, networks }, living).map(({ key }) => key);
}

test("a container that is as declared has no difference", () => {
  expect(changed()).toEqual([]);
});

const policy = (Name: string) => ({ RestartPolicy: { Name, MaximumRetryCount: 0 } });

test.each<[string, Life, string[]]>([
  ["has another restart policy", policy("always"), ["restart"]],
  ["has no restart policy", policy(""), ["restart"]],
  ["has another memory limit", { Memory: 64 * 2 ** 20 + 1 }, ["mem_limit"]],
  ["has no memory limit", { Memory: 0 }, ["mem_limit"]],
  ["has another processor limit", { NanoCpus: 1_500_000_001 }, ["cpus"]],
  ["has no processor limit", { NanoCpus: 0 }, ["cpus"]],
  ["has other shares of the processors", { CpuShares: 0 }, ["cpu_shares"]],
  ["has another limit of processes", { PidsLimit: 64 }, ["pids_limit"]],
  ["left a network", { networks: ["front"] }, ["networks"]],
  ["joined the engine's own network", { networks: ["back", "bridge", "front"] }, ["networks"]],
  ["joined a network", { networks: ["back", "front", "more"] }, ["networks"]],
  ["was changed in two ways", { Memory: 0, networks: [] }, ["mem_limit", "networks"]],
])("a container that %s is reported as changed", (_, life, want) => {
  expect(changed(life)).toEqual(want);
});

const unlimited = { maxRetryCount: 0, memory: 0, cpus: "0", cpuShares: 0 };

test.each<[string, Life, Partial<ContainerPlan>]>([
  ["a limit to the byte that is set later", { Memory: 100_000_000 }, { updates: { Memory: 100_000_000 } }],
  [
    "no limits if none are declared",
    { Memory: 0, NanoCpus: 0, CpuShares: 0, ...policy("no") },
    { fields: { ...unlimited, restart: "no" } as never },
  ],
  [
    "an unset policy of an older engine",
    policy(""),
    { fields: { restart: "no", maxRetryCount: 0 } as never },
  ],
  [
    "a share of a processor that the engine rounds",
    { NanoCpus: 333_333_333 },
    { fields: { cpus: "0.33333333333" } as never },
  ],
])("counts as declared: %s", (_, life, changes) => {
  expect(changed(life, changes)).toEqual([]);
});

test("a container in another's network namespace cannot have left its own networks", () => {
  expect(changed({ networks: [] }, {}, [])).toEqual([]);
});

test.each<[string, Facts<InspectedContainer["State"]>, string, boolean, boolean]>([
  ["running", {}, "running", false, true],
  ["stopped", { Running: false }, "exited", false, false],
  ["a job that ended well", { Running: false }, "exited", true, true],
  ["a job that failed", { Running: false, ExitCode: 1 }, "exited", true, false],
  ["a job that was never started", { Running: false }, "created", true, false],
  ["running, though its engine has it down as created", {}, "created", false, false],
])("whether a container is alive: %s", (_, State, status, mayEnd, want) => {
  expect(isAlive(inspected({ State }), status, mayEnd)).toBe(want);
});

test("a limit that is set after the start is compared, unless the kernel lacks it", () => {
  const updates = { PidsLimit: 64, BlkioWeight: 300 };
  expect(changed({ PidsLimit: 64, BlkioWeight: 300 }, { updates })).toEqual([]);
  expect(changed({ PidsLimit: 64, BlkioWeight: 0 }, { updates })).toEqual([]);
  expect(changed({ PidsLimit: 0, BlkioWeight: 500 }, { updates })).toEqual(["pids_limit", "blkio_config"]);
});

const MiB = 2 ** 20;
const declaredLimits = {
  memoryReservation: 32,
  memorySwap: 128,
  cpuPeriod: 50_000,
  cpuQuota: 25_000,
  cpuSet: "0",
};
const limits: Life = {
  ...{ MemoryReservation: 32 * MiB, MemorySwap: 128 * MiB },
  ...{ CpuPeriod: 50_000, CpuQuota: 25_000, CpusetCpus: "0" },
};
const unset: Life = { MemoryReservation: 0, MemorySwap: -1, CpuPeriod: 0, CpuQuota: 0, CpusetCpus: "" };
const all = ["mem_reservation", "memswap_limit", "cpu_period", "cpu_quota", "cpuset"];

test.each<[string, Life, object, string[]]>([
  ["as declared", limits, declaredLimits, []],
  [
    "some changed",
    { ...limits, CpuPeriod: 60_000, CpusetCpus: "1" },
    declaredLimits,
    ["cpu_period", "cpuset"],
  ],
  [
    "all changed",
    { MemoryReservation: 8 * MiB, MemorySwap: 8 * MiB, CpuPeriod: 1, CpuQuota: 1, CpusetCpus: "1" },
    declaredLimits,
    all,
  ],
  ["not set, as on a kernel without them", unset, declaredLimits, []],
  ["not declared, and swap is the engine's choice", { MemorySwap: 128 * MiB }, {}, []],
  ["not declared, and somebody has set them", limits, {}, all.filter((key) => key !== "memswap_limit")],
])("limits that kernels may lack: %s", (_, life, fields, want) => {
  expect(changed(life, { fields: fields as never })).toEqual(want);
});

test.each<[string, Life, object, string[]]>([
  ["the engine showed others after the creation", { ...limits, MemorySwap: -1 }, { memorySwap: -1 }, []],
  ["they were removed later", unset, declaredLimits, all],
])("limits that kernels may lack, compared with the record: %s", (_, life, outputs, want) => {
  const living = inspected({ HostConfig: { ...declared, ...life } });
  const inputs = { ...plan.fields, ...declaredLimits };
  const found = livingDifferences({ inputs, outputs: outputs as never, lateLimits: {} }, living);
  expect(found.map(({ key }) => key)).toEqual(want);
});
