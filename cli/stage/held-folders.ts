import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { heldFolder, historyOf } from "../../lib/releases/index.ts";
import type { Deployment } from "../../lib/state/index.ts";

/**
 * Removes the checkouts that no held stack has any more. One that a recorded container still binds stays.
 * @param deployment the state after a run of the whole stage
 */
export function removeHeldFolders(stage: string, deployment: Deployment): void {
  const folder = heldFolder(stage);
  if (!existsSync(folder)) return;
  const held = Object.values(historyOf(deployment).holds).flatMap(({ commit = [] }) => commit);
  const recorded = JSON.stringify(deployment.resources.map(({ inputs }) => inputs));
  // A preview may be checking out one of them, beside its place.
  const isUsed = (name: string) =>
    held.some((commit) => name.startsWith(commit)) || recorded.includes(`/${join(folder, name)}/`);
  for (const name of readdirSync(folder))
    if (!isUsed(name)) rmSync(join(folder, name), { recursive: true, force: true });
}
