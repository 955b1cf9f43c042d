import type { ContainerUpdates } from "../provider-fields.ts";
import type { ContainerBuilder } from "./container-builder.ts";

const MIB = 2 ** 20;

/** Also sets swap to the engine's default: without a value it would differ in every refresh. */
export function setMemory(size: string, subject: ContainerBuilder): void {
  setSize(Number(size), "memory", "Memory", subject);
  if (subject.service.memswap_limit === undefined) setSwap(2 * Number(size), subject);
}

/** Sets the bytes of memory and swap together. -1 is unlimited. */
export function setSwap(bytes: number, subject: ContainerBuilder): void {
  if (bytes === -1) subject.fields.memorySwap = -1;
  else setSize(bytes, "memorySwap", "MemorySwap", subject);
}

export function setReservation(size: string, subject: ContainerBuilder): void {
  setSize(Number(size), "memoryReservation", "MemoryReservation", subject);
}

export function setPids(limit: number, { updates }: ContainerBuilder): void {
  updates.PidsLimit = limit;
}

/** The provider has whole MiB only. The exact size is set after the creation. */
function setSize(
  bytes: number,
  field: "memory" | "memorySwap" | "memoryReservation",
  update: keyof ContainerUpdates,
  { fields, updates }: ContainerBuilder,
): void {
  fields[field] = Math.floor(bytes / MIB);
  if (bytes % MIB === 0) delete updates[update];
  else updates[update] = bytes;
}

/** The guide's text about values that only a running container can get. */
export const setAfterStart =
  "set after the start, and so refused for a service whose end another service waits for.";

/** Refuses limits that would be set after the end of a container for whose end another waits. */
export function refuseLateLimits(subject: ContainerBuilder): void {
  for (const [update, key] of Object.entries(KEYS) as [keyof ContainerUpdates, string][]) {
    if (subject.updates[update] === undefined) continue;
    const found = `${key}, which comes after the end of a service that another waits for`;
    subject.refuse(key, found, "remove it, or write condition: service_started");
  }
}

const KEYS: Readonly<Record<keyof ContainerUpdates, string>> = {
  PidsLimit: "pids_limit",
  BlkioWeight: "blkio_config",
  CpuRealtimePeriod: "cpu_rt_period",
  CpuRealtimeRuntime: "cpu_rt_runtime",
  Memory: "mem_limit",
  MemorySwap: "memswap_limit",
  MemoryReservation: "mem_reservation",
};
