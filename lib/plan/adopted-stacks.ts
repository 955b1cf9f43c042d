import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ContainerPlan } from "../compose/index.ts";
import { stageLabel } from "../docker/labels.ts";
import type { ObservationScope, ObservedContainer } from "../docker/observation.ts";
import { composeIdentity, type Named } from "../docker/ownership.ts";
import type { Problem } from "../problems/index.ts";
import { nearest } from "../problems/nearest.ts";
import { type Settings, settingPath } from "../settings/index.ts";
import type { PlacedStack } from "./stacks.ts";

/** The incarnation of an adopted thing, as long as it is as declared. */
export const adoptedIncarnation = "adopted";

/** Problems of stacks in `smallboat:adopted` without a folder below `root`. */
export function adoptedProblems(
  { adopted, file }: Settings,
  root: string,
  stacks: readonly PlacedStack[],
): Problem[] {
  const known = stacks.map(({ id }) => id);
  return adopted.flatMap((id, index) => {
    if (existsSync(join(root, "stacks", id))) return [];
    const near = nearest(id, known);
    return {
      path: settingPath(file, ["adopted", index]),
      expected: "a stack that has a folder below stacks/",
      found: `"${id}"`,
      remedy: near ? `write ${near}` : "remove the entry, or make the folder",
    };
  });
}

/** A name that a stack claims. For an adopted stack, with the labels of the thing that is adopted. */
export function nameClaim(stack: PlacedStack, { name, labels = [] }: Labelled): Named {
  return { name, ...(stack.isAdopted && { adopts: composeIdentity(labels) }) };
}

interface Labelled {
  readonly name: string;
  readonly labels?: readonly { label: string; value: string }[];
}

/** What to look for on the engine of these stacks: things that they adopt, and volumes that they name. */
export function observationScope(stacks: readonly PlacedStack[]): ObservationScope {
  const adopting = stacks.filter(({ isAdopted }) => isAdopted);
  return {
    containers: adopting.flatMap((stack) =>
      stack.plan.containers.map(({ fields }) => nameClaim(stack, fields)),
    ),
    networks: adopting.flatMap((stack) =>
      stack.plan.networks.filter(({ external }) => !external).map(({ fields }) => nameClaim(stack, fields)),
    ),
    volumes: stacks.flatMap(({ plan }) => plan.volumes.map(({ fields }) => fields.name)),
  };
}

/** True for an observed thing that Docker Compose created and the stage adopted. Other observed things have our label. */
export function isMadeByCompose(labels: Readonly<Record<string, string>>): boolean {
  return labels[stageLabel] === undefined;
}

/**
 * The inputs to ignore for a container of Docker Compose, because they are read back differently: its network mode is a
 * network's name, and its mounts include inherited anonymous volumes.
 */
export function ignoredOfAdopted({ networks, ignoreChanges }: ContainerPlan): string[] {
  const own = ["mounts", ...(networks.length > 0 ? ["networkMode"] : [])];
  return [...new Set([...ignoreChanges, ...own])].sort();
}

/** Limits that are set after the creation, by their names in the Engine API. The provider does not have them. */
const lateLimits = [
  "PidsLimit",
  "BlkioWeight",
  "CpuRealtimePeriod",
  "CpuRealtimeRuntime",
  "MemorySwap",
  "MemoryReservation",
] as const;

/** True if a container of Docker Compose has the declared late limits. */
export function areLimitsAsDeclared(
  { updates = {} }: ContainerPlan,
  { inspected: { HostConfig } }: ObservedContainer,
): boolean {
  // The provider has memory in whole MiB, which is compared elsewhere.
  const isAsked = (name: string) => name in updates || !name.startsWith("Memory");
  return lateLimits
    .filter(isAsked)
    .every((name) => Math.max(HostConfig[name] ?? 0, 0) === Math.max(updates[name] ?? 0, 0));
}
