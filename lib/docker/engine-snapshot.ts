import { type Engine, engineVersions } from "./client.ts";
import { type Container, inspectContainer, listContainers } from "./containers.ts";
import { type EngineInfo, engineInfo } from "./engine-info.ts";
import { lackedImages } from "./images.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import { type EngineNetwork, listNetworks } from "./networks.ts";
import { type EngineVolume, listVolumes } from "./volumes.ts";

/** What an engine holds at one moment. */
export interface EngineSnapshot {
  /** All of the engine, stopped ones too. */
  readonly containers: readonly Container[];
  /** Of the containers that were to be inspected, by id. One that went meanwhile is missing. */
  readonly inspected: ReadonlyMap<string, InspectedContainer>;
  readonly networks: readonly EngineNetwork[];
  readonly volumes: readonly EngineVolume[];
  /** Of the references that were asked about, those for which it has no image. */
  readonly lackedImages: ReadonlySet<string>;
  /** Version of its API, such as `1.44`; undefined where nobody asked. */
  readonly apiVersion: string | undefined;
  /** Undefined where nobody asked. */
  readonly info: EngineInfo | undefined;
}

/** What is asked of an engine beside its containers, networks and volumes. */
export interface Questions {
  /** Whether a container is to be inspected. */
  readonly isInspected: (container: Container) => boolean;
  /** References of images that it may lack. */
  readonly images: readonly string[];
  readonly needsApiVersion: boolean;
  /** Whether its info is needed, now that its networks are known. */
  readonly needsInfo: (networks: readonly EngineNetwork[]) => boolean;
}

/** Inspections of one engine at the same time: each is a connection. */
const inspectionsAtATime = 16;

/**
 * Looks at an engine once: all questions at the same time, then the containers that are to be inspected. Changes nothing.
 * @throws EngineError where it does not answer one of them
 */
export async function takeEngineSnapshot(
  engine: Engine,
  { isInspected, images, needsApiVersion, needsInfo }: Questions,
): Promise<EngineSnapshot> {
  const listed = listContainers(engine);
  const present = listNetworks(engine);
  const [containers, inspected, networks, volumes, lacked, apiVersion, info] = await Promise.all([
    listed,
    listed.then((all) => inspectAll(engine, all.filter(isInspected))),
    present,
    listVolumes(engine),
    images.length > 0 ? lackedImages(engine, images) : new Set<string>(),
    needsApiVersion ? engineVersions(engine).then(({ ApiVersion }) => ApiVersion) : undefined,
    present.then((all) => (needsInfo(all) ? engineInfo(engine) : undefined)),
  ]);
  return { containers, inspected, networks, volumes, lackedImages: lacked, apiVersion, info };
}

async function inspectAll(
  engine: Engine,
  containers: readonly Container[],
): Promise<ReadonlyMap<string, InspectedContainer>> {
  const inspected = new Map<string, InspectedContainer>();
  const waiting = [...containers];
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const found = await inspectContainer(engine, next.id);
      if (found) inspected.set(next.id, found);
    }
  };
  await Promise.all(Array.from({ length: inspectionsAtATime }, work));
  return inspected;
}
