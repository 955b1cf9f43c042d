import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

export interface Volume {
  readonly Name: string;
  readonly Labels: Labels | null;
}

/** The engine's volumes, or those that match `filters` (JSON of the API). */
export async function listVolumes(engine: Engine, filters = "{}"): Promise<Volume[]> {
  const { Volumes } = (await engine.request("GET", "/volumes", { query: { filters } })) as {
    Volumes: Volume[] | null;
  };
  return Volumes ?? [];
}

/** Removes a volume with all that is in it. */
export async function removeVolume(engine: Engine, { Name }: Volume): Promise<void> {
  await engine.request("DELETE", `/volumes/${encodeURIComponent(Name)}`).catch(orMissing);
}
