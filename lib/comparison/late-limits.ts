import type { ContainerUpdates } from "../compose/provider-fields.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";

const lateLimits = ["PidsLimit", "BlkioWeight", "CpuRealtimePeriod", "CpuRealtimeRuntime"] as const;

/** A limit without an input of the provider. It is set after the creation of a container. */
export type LateLimit = (typeof lateLimits)[number];

/** All limits that are set after the creation: those without an input, and sizes of memory in bytes. */
export type LateLimits = Readonly<ContainerUpdates>;

interface LateChange {
  readonly limit: LateLimit;
  readonly was: number;
  readonly is: number;
}

/** The late limits that somebody has changed on a living container. Zero is no limit. */
export function lateChanges(wanted: LateLimits, { HostConfig }: InspectedContainer): LateChange[] {
  return lateLimits.flatMap((limit) => {
    // An engine writes no limit as nothing, zero or -1.
    const [was = 0, is = 0] = [wanted[limit], HostConfig[limit]].map((value) => Math.max(value ?? 0, 0));
    // Every kernel counts processes. An engine leaves out other limits that its kernel lacks.
    const isIgnored = is === 0 && limit !== "PidsLimit";
    return was === is || isIgnored ? [] : [{ limit, was, is }];
  });
}
