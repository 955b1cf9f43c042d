import { isAlive, livingDifferences, uploadChange } from "../comparison/index.ts";
import type { ContainerPlan } from "../compose/index.ts";
import { configHashLabel, restoredLabel } from "../docker/labels.ts";
import type { ObservedContainer } from "../docker/observation.ts";
import { areLimitsAsDeclared, isMadeByCompose } from "./adopted-stacks.ts";

/**
 * Why a running container is replaced: somebody stopped it, or changed one of its properties. Undefined if it is as
 * declared.
 * @param networks names of its networks
 * @param renewed names of the volumes that are replaced
 */
export function renewalOf(
  plan: ContainerPlan,
  networks: readonly string[],
  live: ObservedContainer,
  renewed: readonly string[],
): string | undefined {
  if (live.labels[restoredLabel] !== undefined) return "it was brought back after its update failed";
  // The engine's list shows what is written on its disk, which counts after a restart of the engine.
  if (live.state === "created") return "it was never started";
  if (live.state === "paused") return "it was paused by hand";
  if (!isAlive(live.inspected, live.state, mayEnd(plan))) return ended(plan, live);
  const wanted = { inputs: { ...plan.fields }, lateLimits: plan.updates ?? {}, networks };
  const changed = new Set(livingDifferences(wanted, live.inspected).map(({ key }) => key));
  if (changed.size > 0) return `${[...changed].join(", ")} changed by hand`;
  const file = isMadeOf(plan, live) && changedFile(plan, live);
  if (file) return `file ${file} changed by hand`;
  const volume = usedOf(plan, renewed);
  if (volume !== undefined) return `its volume ${volume} is replaced`;
  const isLimited = isMadeByCompose(live.labels) && !areLimitsAsDeclared(plan, live);
  return isLimited ? "its limits are others than Docker Compose gave it" : undefined;
}

/** True if a container was created from the present file. Otherwise the file's change is the reason of a replacement. */
export function isMadeOf(
  { fields, sameHashes = [] }: ContainerPlan,
  live: ObservedContainer | undefined,
): boolean {
  const declared = fields.labels.find(({ label }) => label === configHashLabel)?.value;
  const hash = live?.labels[configHashLabel];
  return hash === declared || sameHashes.includes(hash ?? "");
}

/** Whether a good end is as declared. */
function mayEnd({ runsToCompletion, fields }: ContainerPlan): boolean {
  return runsToCompletion || fields.restart === "no";
}

/** Docker restarts a container with this policy, unless somebody has stopped it. */
function ended({ fields }: ContainerPlan, { inspected }: ObservedContainer): string {
  const isByHand = fields.restart === "always" || fields.restart === "unless-stopped";
  return isByHand ? "it was stopped by hand" : `it ended with exit code ${inspected.State.ExitCode}`;
}

/** The first of its files that somebody has changed or removed. */
function changedFile({ fields }: ContainerPlan, { inspected, files }: ObservedContainer): string | undefined {
  const read = (fields.uploads ?? []).filter(({ file }) => files?.has(file));
  const isChanged = (change: string | undefined) => change === "changed" || change === "removed";
  return read.find((each) => isChanged(uploadChange(each, inspected, files?.get(each.file))))?.file;
}

/** The first of these volumes that the container mounts. */
function usedOf(
  { fields: { volumes = [], mounts = [] } }: ContainerPlan,
  names: readonly string[],
): string | undefined {
  const used = [...volumes.map(({ volumeName }) => volumeName), ...mounts.map(({ source }) => source)];
  return used.find((name) => name !== undefined && names.includes(name));
}
