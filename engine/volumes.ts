import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

/** A volume as the engine lists it. */
export interface Volume {
  readonly Name: string;
  /** `local`, or the name of a plugin. */
  readonly Driver: string;
  /** What its driver was told when it was created. */
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Labels: Labels | null;
  /** Folder on the host; "" where the driver has none. */
  readonly Mountpoint: string;
  /** ISO 8601; plugins may leave it out. */
  readonly CreatedAt?: string;
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
