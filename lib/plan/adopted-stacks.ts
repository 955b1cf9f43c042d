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

/** The incarnation of what Docker Compose made and the stage adopted, as long as it lives as declared. */
export const adoptedIncarnation = "adopted";

/** Stacks of `smallboat:adopted` without a folder below `root`. One whose files are wrong has its own problems. */
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

/** A name that a stack claims, and by which labels it is taken over, if it is. */
export function nameClaim(stack: PlacedStack, { name, labels = [] }: Labelled): Named {
  return { name, ...(stack.isAdopted && { adopts: composeIdentity(labels) }) };
}

interface Labelled {
  readonly name: string;
  readonly labels?: readonly { label: string; value: string }[];
}

/** What to look for on the engine of these stacks: what they adopt, and every volume that they name. */
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

/** What observations hold is the stage's by its label, or made by Compose and adopted. */
export function isMadeByCompose(labels: Readonly<Record<string, string>>): boolean {
  return labels[stageLabel] === undefined;
}

/**
 * What reads back otherwise from a container that Compose made: its mode is the name of a network, and anonymous volumes
 * that were handed on to it stand among the mounts.
 */
export function ignoredOfAdopted({ networks, ignoreChanges }: ContainerPlan): string[] {
  const own = ["mounts", ...(networks.length > 0 ? ["networkMode"] : [])];
  return [...new Set([...ignoreChanges, ...own])].sort();
}

/** Limits that a container can be given late, by their names in the Engine API. The provider knows nothing of them. */
const lateLimits = [
  "PidsLimit",
  "BlkioWeight",
  "CpuRealtimePeriod",
  "CpuRealtimeRuntime",
  "MemorySwap",
  "MemoryReservation",
] as const;

/** Whether a container that Compose made has the late limits that are declared. */
export function areLimitsAsDeclared(
  { updates = {} }: ContainerPlan,
  { inspected: { HostConfig } }: ObservedContainer,
): boolean {
  // Of memory the provider knows whole MiB, which are compared elsewhere.
  const isAsked = (name: string) => name in updates || !name.startsWith("Memory");
  return lateLimits
    .filter(isAsked)
    .every((name) => Math.max(HostConfig[name] ?? 0, 0) === Math.max(updates[name] ?? 0, 0));
}
