import type { InspectedContainer } from "../docker/inspected-container.ts";
import { withoutBridgeDefaults } from "../state/index.ts";
import { type InputReading, type Inputs, isAsWanted } from "./input-reading.ts";
import { type LateLimit, type LateLimits, lateChanges } from "./late-limits.ts";
import { lifecycleReadings } from "./lifecycle.ts";
import { inspectedAttachments, wantedAttachments } from "./networking.ts";
import { resourceReadings } from "./resources.ts";

/** A property that somebody has changed on a living container. */
export interface LivingDifference {
  /** In words, such as `memory reservation`. */
  readonly field: string;
  /** The key of compose files, such as `mem_reservation`. */
  readonly key: string;
  /** The provider's input. Undefined if it has none. */
  readonly input?: string;
  /** The wanted value and the present one, for people. Undefined if they are too long to show. */
  readonly was?: string;
  readonly is?: string;
}

/** A container as it was recorded, or as a plan declares it. */
export interface WantedContainer {
  readonly inputs: Inputs;
  /**
   * What its provider read back after the creation. An engine ignores some limits if its kernel lacks them. Default: such a limit
   * counts as ignored if the engine shows none.
   */
  readonly outputs?: Inputs | undefined;
  /** Default: they are not compared. */
  readonly lateLimits?: LateLimits | undefined;
  /** Names of its networks, if the inputs do not have them yet. Its place in them is not compared then. */
  readonly networks?: readonly string[];
}

/**
 * What somebody has changed on a living container: with `docker update` and `docker network`. All other properties cannot
 * change while it lives.
 */
export function livingDifferences(
  { inputs: checked, outputs, lateLimits, networks }: WantedContainer,
  container: InspectedContainer,
): LivingDifference[] {
  const inputs = withoutBridgeDefaults(checked);
  return [
    ...restartPolicy(inputs, container),
    ...limits.flatMap((limit) => changedLimit(limit, { inputs, outputs, lateLimits }, container)),
    ...(lateLimits ? changedLateLimits(lateLimits, container) : []),
    ...(networks ? changedNetworks(networks, container) : attachments(inputs, container)),
  ];
}

function restartPolicy(inputs: Inputs, container: InspectedContainer): LivingDifference[] {
  const { restart, maxRetryCount } = lifecycleReadings;
  const text = (name: unknown, count: unknown) => (count ? `${name}:${count}` : String(name));
  const was = text(inputs.restart ?? "no", inputs.maxRetryCount);
  const is = text(restart.read(container), maxRetryCount.read(container));
  return was === is ? [] : [{ field: "restart", key: "restart", input: "restart", was, is }];
}

interface Limit {
  readonly input: keyof typeof resourceReadings;
  readonly key: string;
  readonly field: string;
  /** The engine's name of a size. The provider has whole mebibytes, and a late limit has bytes. */
  readonly size?: "Memory" | "MemoryReservation" | "MemorySwap";
  /** True if engines write another value than the wanted one where the kernel lacks the limit. */
  readonly mayBeIgnored?: boolean;
  /** True if engines choose a value if none is wanted. */
  readonly isChosen?: boolean;
}

/** The limits that `docker update` changes. */
const limits: readonly Limit[] = [
  { input: "memory", key: "mem_limit", field: "memory", size: "Memory" },
  {
    ...{ input: "memoryReservation", key: "mem_reservation", field: "memory reservation" },
    ...{ size: "MemoryReservation", mayBeIgnored: true },
  },
  {
    ...{ input: "memorySwap", key: "memswap_limit", field: "memory and swap" },
    ...{ size: "MemorySwap", mayBeIgnored: true, isChosen: true },
  },
  { input: "cpus", key: "cpus", field: "cpus" },
  { input: "cpuShares", key: "cpu_shares", field: "cpu shares" },
  { input: "cpuPeriod", key: "cpu_period", field: "cpu period", mayBeIgnored: true },
  { input: "cpuQuota", key: "cpu_quota", field: "cpu quota", mayBeIgnored: true },
  { input: "cpuSet", key: "cpuset", field: "cpu set", mayBeIgnored: true },
];

type Declared = Pick<WantedContainer, "inputs" | "outputs" | "lateLimits">;

function changedLimit(
  { input, key, field, size, mayBeIgnored = false, isChosen = false }: Limit,
  { inputs, outputs, lateLimits }: Declared,
  container: InspectedContainer,
): LivingDifference[] {
  const reading = resourceReadings[input] as InputReading<unknown>;
  const wanted = inputs[input];
  const found = reading.read(container);
  const isStill = (value: unknown) => isAsWanted(reading, value ?? undefined, container);
  const isWanted = size && lateLimits ? hasSize(size, wanted, lateLimits, container) : isStill(wanted);
  const isLeft = isChosen && wanted === undefined;
  const isIgnored = () => (outputs ? isStill(outputs[input]) : isLeft || isNone(found));
  if (isWanted || (mayBeIgnored && isIgnored())) return [];
  const unit = size ? " MiB" : "";
  const text = (value: unknown) => (value ? `${value}${value === -1 ? "" : unit}` : "none");
  const [was, is] = [text(wanted), text(found)];
  // Sizes that differ by less than a mebibyte have the same text.
  return [{ field, key, input, ...(was !== is && { was, is }) }];
}

/** True if a size is the wanted one, to the byte. */
function hasSize(
  size: NonNullable<Limit["size"]>,
  wanted: unknown = 0,
  lateLimits: LateLimits,
  { HostConfig }: InspectedContainer,
): boolean {
  const mebibytes = Number(wanted);
  return (HostConfig[size] ?? 0) === (lateLimits[size] ?? (mebibytes > 0 ? mebibytes * 2 ** 20 : mebibytes));
}

/** True for a limit that an engine does not set: it writes none as nothing, zero or -1. */
function isNone(found: unknown): boolean {
  return !found || found === -1;
}

const lateNames: Readonly<Record<LateLimit, { readonly field: string; readonly key: string }>> = {
  PidsLimit: { field: "pids limit", key: "pids_limit" },
  BlkioWeight: { field: "blkio weight", key: "blkio_config" },
  CpuRealtimePeriod: { field: "cpu realtime period", key: "cpu_rt_period" },
  CpuRealtimeRuntime: { field: "cpu realtime runtime", key: "cpu_rt_runtime" },
};

function changedLateLimits(wanted: LateLimits, container: InspectedContainer): LivingDifference[] {
  return lateChanges(wanted, container).map(({ limit, was, is }) => ({
    ...lateNames[limit],
    was: String(was || "none"),
    is: String(is || "none"),
  }));
}

/** The engine's own networks. A container without declared networks is on one of them, or on none. */
const builtIn: ReadonlySet<string> = new Set(["bridge", "host", "none", "default"]);

function changedNetworks(
  wanted: readonly string[],
  { NetworkSettings }: InspectedContainer,
): LivingDifference[] {
  const attached = Object.keys(NetworkSettings.Networks);
  const found = wanted.length > 0 ? attached : attached.filter((name) => !builtIn.has(name));
  const text = (names: readonly string[]) => [...names].sort().join(", ") || "none";
  const [was, is] = [text(wanted), text(found)];
  return was === is ? [] : [{ field: "networks", key: "networks", input: "networksAdvanced", was, is }];
}

function attachments(inputs: Inputs, container: InspectedContainer): LivingDifference[] {
  const wanted = wantedAttachments(inputs);
  const changed = changedNetworks(
    wanted.map(({ name }) => name),
    container,
  );
  if (changed.length > 0) return changed;
  const found = new Map(inspectedAttachments(container, inputs).map((each) => [each.name, each]));
  return wanted.flatMap((each) =>
    JSON.stringify(each) === JSON.stringify(found.get(each.name))
      ? []
      : [{ field: `place in network ${each.name}`, key: "networks" }],
  );
}
