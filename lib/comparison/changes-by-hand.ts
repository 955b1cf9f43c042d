import type { ContainerPlan } from "../compose/index.ts";
import type { InspectedContainer } from "../docker/inspected-container.ts";
import { type InputReading, isAsWanted } from "./input-reading.ts";
import { type LateLimit, lateChanges } from "./late-limits.ts";
import { lifecycleReadings } from "./lifecycle.ts";
import { resourceReadings } from "./resources.ts";

/** An input that anybody can change on a living container. All others are settled when it is created. */
export type ChangeableInput =
  | "restart"
  | "maxRetryCount"
  | "memory"
  | "cpus"
  | "cpuShares"
  | "networksAdvanced"
  | LateLimit;

/**
 * The inputs of the provider in which a living container is no longer as its plan declares.
 * @param networks names of the networks that it is declared to be on; none if it shares another's
 */
export function changesByHand(
  { fields, updates = {} }: ContainerPlan,
  networks: readonly string[],
  inspected: InspectedContainer,
): ChangeableInput[] {
  const { restart, maxRetryCount } = lifecycleReadings;
  const { cpus, cpuShares } = resourceReadings;
  const is = <V>(reading: InputReading<V>, wanted: V | undefined) => isAsWanted(reading, wanted, inspected);
  const attached = Object.keys(inspected.NetworkSettings.Networks).sort();
  const asDeclared: Readonly<Record<Exclude<ChangeableInput, LateLimit>, boolean>> = {
    restart: is(restart, fields.restart),
    maxRetryCount: is(maxRetryCount, fields.maxRetryCount),
    // The provider's input has whole MiB. A limit that is set after the creation is known to the byte.
    memory: inspected.HostConfig.Memory === (updates.Memory ?? (fields.memory ?? 0) * 2 ** 20),
    cpus: is(cpus, fields.cpus),
    cpuShares: is(cpuShares, fields.cpuShares),
    networksAdvanced: networks.length === 0 || [...networks].sort().join() === attached.join(),
  };
  const changed = (Object.keys(asDeclared) as (keyof typeof asDeclared)[]).filter(
    (input) => !asDeclared[input],
  );
  return [...changed, ...lateChanges(updates, inspected).map(({ limit }) => limit)];
}
