import type { Engine } from "./client.ts";
import { type Container, listContainers } from "./containers.ts";
import { type Labels, restoredLabel, stageLabel } from "./labels.ts";
import { isOurs, type Owner } from "./ownership.ts";

/** The containers of a stage that were restored after their successors had failed. */
export async function containersWithRestoredLabel(engine: Engine, owner: Owner): Promise<Container[]> {
  const label = [`${stageLabel}=${owner.stage}`, restoredLabel];
  const all = await listContainers(engine, JSON.stringify({ label }));
  return all.filter(({ labels }) => isOurs(labels, owner));
}

/** Such as `runs the earlier version; the new one failed at 2026-11-25T21:04:09Z`. Undefined for other containers. */
export function restorationText(labels: Labels): string | undefined {
  const since = labels[restoredLabel];
  if (since === undefined) return undefined;
  // Earlier versions did not write the time.
  return `runs the earlier version; the new one failed${since === "true" ? "" : ` at ${since}`}`;
}
