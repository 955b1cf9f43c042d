import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

/** A volume in the engine's list. */
export interface EngineVolume {
  readonly Name: string;
  /** `local`, or the name of a plugin. */
  readonly Driver: string;
  /** The driver's options at the creation. */
  readonly Options: Readonly<Record<string, string>> | null;
  readonly Labels: Labels | null;
  /** Folder on the host. "" if the driver has none. */
  readonly Mountpoint: string;
  /** ISO 8601. Plugins may leave it out. */
  readonly CreatedAt?: string;
}

/** The properties with which a volume is created. */
export interface VolumeSpec {
  readonly name: string;
  /** Default: `local`. */
  readonly driver?: string | undefined;
  readonly driverOpts?: Readonly<Record<string, string>> | undefined;
}

/** The `filters` parameter for volumes that no container uses. */
export const unused = JSON.stringify({ dangling: ["true"] });

/** The engine's volumes, or those that match `filters` (JSON of the API). */
export async function listVolumes(engine: Engine, filters = "{}"): Promise<EngineVolume[]> {
  const { Volumes } = (await engine.request("GET", "/volumes", { query: { filters } })) as {
    Volumes: EngineVolume[] | null;
  };
  return Volumes ?? [];
}

/** A volume by its name. Undefined if there is none. */
export async function findVolume(engine: Engine, name: string): Promise<EngineVolume | undefined> {
  return (await engine.request("GET", path(name)).catch(orMissing)) as EngineVolume | undefined;
}

/** Removes a volume with its data. */
export async function removeVolume(engine: Engine, name: string): Promise<void> {
  await engine.request("DELETE", path(name)).catch(orMissing);
}

/**
 * Tries a driver and options: creates a volume with them under another name and removes it.
 * @throws EngineError if the engine cannot create it
 */
export async function tryVolumeDriver(
  engine: Engine,
  { name, driver, driverOpts }: VolumeSpec,
): Promise<void> {
  const trial = `${name}-smallboat-trial`;
  const body = { Name: trial, Driver: driver, DriverOpts: driverOpts };
  await engine.request("POST", "/volumes/create", { body });
  await removeVolume(engine, trial);
}

function path(name: string): string {
  return `/volumes/${encodeURIComponent(name)}`;
}
