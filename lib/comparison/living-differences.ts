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
  /** The provider's input. Undefined if it has none. */
  readonly input?: string;
  /** The recorded value and the present one, for people. Undefined if they are too long to show. */
  readonly was?: string;
  readonly is?: string;
}

/** What was recorded of a container. */
export interface RecordedContainer {
  readonly inputs: Inputs;
  /** What its provider read back after the creation. An engine may ignore a limit that its kernel does not have. */
  readonly outputs: Inputs;
  /** Undefined if nobody has recorded them. */
  readonly lateLimits?: LateLimits | undefined;
}

/**
 * What somebody has changed on a living container since it was created: with `docker update` and `docker network`. All other
 * properties cannot change while it lives.
 */
export function livingDifferences(
  { inputs: checked, outputs, lateLimits }: RecordedContainer,
  container: InspectedContainer,
): LivingDifference[] {
  const inputs = withoutBridgeDefaults(checked);
  return [
    ...restartPolicy(inputs, container),
    ...limits.flatMap((limit) => changedLimit(limit, inputs, outputs, container)),
    ...(lateLimits ? changedLateLimits(lateLimits, container) : []),
    ...attachments(inputs, container),
  ];
}

function restartPolicy(inputs: Inputs, container: InspectedContainer): LivingDifference[] {
  const { restart, maxRetryCount } = lifecycleReadings;
  const text = (name: unknown, count: unknown) => (count ? `${name}:${count}` : String(name));
  const was = text(inputs.restart ?? "no", inputs.maxRetryCount);
  const is = text(restart.read(container), maxRetryCount.read(container));
  return was === is ? [] : [{ field: "restart", input: "restart", was, is }];
}

interface Limit {
  readonly input: keyof typeof resourceReadings;
  readonly field: string;
  readonly unit?: string;
  /** True if engines write another value than the wanted one where the kernel lacks the limit. */
  readonly mayBeIgnored?: boolean;
}

/** The limits that `docker update` changes. */
const limits: readonly Limit[] = [
  { input: "memory", field: "memory", unit: " MiB" },
  { input: "memoryReservation", field: "memory reservation", unit: " MiB", mayBeIgnored: true },
  { input: "memorySwap", field: "memory and swap", unit: " MiB", mayBeIgnored: true },
  { input: "cpus", field: "cpus" },
  { input: "cpuShares", field: "cpu shares" },
  { input: "cpuPeriod", field: "cpu period", mayBeIgnored: true },
  { input: "cpuQuota", field: "cpu quota", mayBeIgnored: true },
  { input: "cpuSet", field: "cpu set", mayBeIgnored: true },
];

function changedLimit(
  { input, field, unit = "", mayBeIgnored = false }: Limit,
  inputs: Inputs,
  outputs: Inputs,
  container: InspectedContainer,
): LivingDifference[] {
  const reading = resourceReadings[input] as InputReading<unknown>;
  const isStill = (value: unknown) => isAsWanted(reading, value ?? undefined, container);
  if (isStill(inputs[input]) || (mayBeIgnored && isStill(outputs[input]))) return [];
  const text = (value: unknown) => (value ? `${value}${value === -1 ? "" : unit}` : "none");
  return [{ field, input, was: text(inputs[input]), is: text(reading.read(container)) }];
}

const lateFields: Readonly<Record<LateLimit, string>> = {
  PidsLimit: "pids limit",
  BlkioWeight: "blkio weight",
  CpuRealtimePeriod: "cpu realtime period",
  CpuRealtimeRuntime: "cpu realtime runtime",
};

function changedLateLimits(wanted: LateLimits, container: InspectedContainer): LivingDifference[] {
  return lateChanges(wanted, container).map(({ limit, was, is }) => ({
    field: lateFields[limit],
    was: String(was || "none"),
    is: String(is || "none"),
  }));
}

/** The engine's own networks. A container without declared networks is on one of them, or on none. */
const builtIn: ReadonlySet<string> = new Set(["bridge", "host", "none", "default"]);

function attachments(inputs: Inputs, container: InspectedContainer): LivingDifference[] {
  const wanted = wantedAttachments(inputs);
  const own = new Set(wanted.map(({ name }) => name));
  const found = inspectedAttachments(container, inputs).filter(
    ({ name }) => own.has(name) || !builtIn.has(name),
  );
  const names = (list: readonly { readonly name: string }[]) =>
    list.map(({ name }) => name).join(", ") || "none";
  const [was, is] = [names(wanted), names(found)];
  if (was !== is) return [{ field: "networks", input: "networksAdvanced", was, is }];
  return wanted.flatMap((each, index) =>
    JSON.stringify(each) === JSON.stringify(found[index]) ? [] : [{ field: `place in network ${each.name}` }],
  );
}
