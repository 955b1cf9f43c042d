import { mapAtMost } from "../async/index.ts";
import { type Engine, engineVersions } from "./client.ts";
import { type FilesOfContainers, readFiles } from "./container-files.ts";
import { type Container, inspectContainer, listContainers } from "./containers.ts";
import { type EngineInfo, engineInfo } from "./engine-info.ts";
import { type ListedImage, lackedImages, listImages } from "./images.ts";
import type { InspectedContainer } from "./inspected-container.ts";
import { type EngineNetwork, listNetworks } from "./networks.ts";
import { type EngineVolume, listVolumes } from "./volumes.ts";

/** The content of an engine at one moment. */
export interface EngineSnapshot {
  /** All containers of the engine, also stopped ones. */
  readonly containers: readonly Container[];
  /** Inspected containers by id. A container that was removed meanwhile is missing. */
  readonly inspected: ReadonlyMap<string, InspectedContainer>;
  /** The files in question. Undefined if none were. */
  readonly files?: FilesOfContainers | undefined;
  readonly networks: readonly EngineNetwork[];
  readonly volumes: readonly EngineVolume[];
  /** The references in question for which the engine has no image. */
  readonly lackedImages: ReadonlySet<string>;
  /** All images. Undefined if they were not asked for. */
  readonly images?: readonly ListedImage[] | undefined;
  /** Version of its API, such as `1.44`. Undefined if it was not asked. */
  readonly apiVersion: string | undefined;
  /** Undefined if it was not asked. */
  readonly info: EngineInfo | undefined;
}

/** What an engine is asked in addition to its containers, networks and volumes. */
export interface Questions {
  /** True for a container that must be inspected. */
  readonly isInspected: (container: Container) => boolean;
  /** Paths of files of a container that are read. Default: none. */
  readonly filesOf?: (container: Container) => readonly string[];
  /** References of images that the engine may lack. */
  readonly images: readonly string[];
  /** True if all images are needed. Default: false. */
  readonly needsImages?: boolean;
  readonly needsApiVersion: boolean;
  readonly needsInfo: boolean;
}

/** Number of inspections at the same time on one engine. Each needs a connection. */
const inspectionsAtATime = 16;

/**
 * Takes a snapshot of an engine: asks all questions at the same time, then inspects containers. Changes nothing.
 * @throws EngineError if the engine does not answer a question
 */
export async function takeEngineSnapshot(
  engine: Engine,
  { isInspected, filesOf, images, needsImages, needsApiVersion, needsInfo }: Questions,
): Promise<EngineSnapshot> {
  const listed = listContainers(engine);
  const [containers, inspected, files, networks, volumes, lacked, all, apiVersion, info] = await Promise.all([
    listed,
    listed.then((all) => inspectAll(engine, all.filter(isInspected))),
    filesOf && listed.then((all) => readAll(engine, all, filesOf)),
    listNetworks(engine),
    listVolumes(engine),
    images.length > 0 ? lackedImages(engine, images) : new Set<string>(),
    needsImages ? listImages(engine) : undefined,
    needsApiVersion ? engineVersions(engine).then(({ ApiVersion }) => ApiVersion) : undefined,
    needsInfo ? engineInfo(engine) : undefined,
  ]);
  const asked = { ...(all && { images: all }), ...(files && { files }) };
  return { containers, inspected, networks, volumes, lackedImages: lacked, ...asked, apiVersion, info };
}

function readAll(
  engine: Engine,
  containers: readonly Container[],
  filesOf: NonNullable<Questions["filesOf"]>,
): Promise<FilesOfContainers> {
  return readFiles(
    engine,
    containers.flatMap((each) => filesOf(each).map((path) => ({ id: each.id, path }))),
  );
}

async function inspectAll(
  engine: Engine,
  containers: readonly Container[],
): Promise<ReadonlyMap<string, InspectedContainer>> {
  const found = await mapAtMost(inspectionsAtATime, containers, async ({ id }) => {
    const inspected = await inspectContainer(engine, id);
    return inspected ? [[id, inspected] as const] : [];
  });
  return new Map(found.flat());
}
