import { type Engine, orMissing } from "./client.ts";
import type { Labels } from "./labels.ts";

/** A volume as the engine lists it. */
export interface EngineVolume {
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

/** What a volume is made with. */
export interface VolumeSpec {
  readonly name: string;
  /** Default: `local`. */
  readonly driver?: string | undefined;
  readonly driverOpts?: Readonly<Record<string, string>> | undefined;
}

/** The engine's volumes, or those that match `filters` (JSON of the API). */
export async function listVolumes(engine: Engine, filters = "{}"): Promise<EngineVolume[]> {
  const { Volumes } = (await engine.request("GET", "/volumes", { query: { filters } })) as {
    Volumes: EngineVolume[] | null;
  };
  return Volumes ?? [];
}

/** Undefined where the engine has none of this name. */
export async function findVolume(engine: Engine, name: string): Promise<EngineVolume | undefined> {
  return (await engine.request("GET", path(name)).catch(orMissing)) as EngineVolume | undefined;
}

/** Removes a volume with all that is in it. */
export async function removeVolume(engine: Engine, name: string): Promise<void> {
  await engine.request("DELETE", path(name)).catch(orMissing);
}

/**
 * Makes a volume of some driver and options under another name, and removes it.
 * @throws EngineError where the engine cannot make it
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
