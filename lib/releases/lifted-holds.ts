import { ownEntry } from "../problems/own-entry.ts";
import type { History, Holds } from "./history.ts";
import type { Lock } from "./lock.ts";

/**
 * The holds that count. A lock lifts one of them by its time, so it lifts no hold of a later rollback.
 * @param lock undefined for a stage that follows tags
 */
export function holdsInForce(holds: Holds, lock: Lock | undefined): Holds {
  const kept = Object.entries(holds).filter(([id, { at }]) => ownEntry(lock?.stacks, id)?.lifts !== at);
  return Object.fromEntries(kept);
}

/** The history without the holds that a lock lifts. The same history if it lifts none. */
export function withoutLifted(history: History, lock: Lock | undefined): History {
  const holds = holdsInForce(history.holds, lock);
  return Object.keys(holds).length === Object.keys(history.holds).length ? history : { ...history, holds };
}
