import type { Engine } from "../../lib/docker/client.ts";
import { readFiles } from "../../lib/docker/container-files.ts";
import { inspectContainer, listContainers } from "../../lib/docker/containers.ts";
import type { EngineSnapshot } from "../../lib/docker/engine-snapshot.ts";
import type { DockerEvent } from "../../lib/docker/events.ts";
import { listImages } from "../../lib/docker/images.ts";
import { listNetworks } from "../../lib/docker/networks.ts";
import { listVolumes } from "../../lib/docker/volumes.ts";
import type { LookAnswer, RecordedThing } from "../../lib/status/index.ts";
import { uploadedPaths } from "../status/engine-look.ts";

/** A thing on an engine, by its kind, its name and its id if it has one. */
type Sought = Pick<RecordedThing, "kind" | "name"> & { readonly id?: string | undefined };

/** An engine's answer about one recorded thing, and about a thing with the same name. @throws EngineError */
export async function lookAtThing(engine: Engine, thing: RecordedThing): Promise<LookAnswer> {
  const { kind, name, resource } = thing;
  const snapshot = await snapshotOf(engine, { kind, name, id: resource.id });
  const { id = "" } = resource;
  const paths = snapshot.inspected.has(id) ? uploadedPaths(thing.inputs) : [];
  const files = await readFiles(
    engine,
    paths.map((path) => ({ id, path })),
  );
  return { snapshot, files, digests: new Map() };
}

/** What an engine says of a thing that an event is about and the state does not record. @throws EngineError */
export function lookAtStranger(
  engine: Engine,
  { kind, id, attributes }: DockerEvent,
): Promise<EngineSnapshot> {
  return snapshotOf(engine, { kind, id, name: attributes.name ?? id });
}

async function snapshotOf(engine: Engine, { kind, name, id }: Sought): Promise<EngineSnapshot> {
  switch (kind) {
    case "container":
      return containerSnapshot(engine, name, id);
    case "network": {
      const networks = await listNetworks(engine, JSON.stringify({ name: [name] }));
      return { ...nothing, networks: networks.filter(({ Id, Name }) => Id === id || Name === name) };
    }
    case "volume": {
      const volumes = await listVolumes(engine, JSON.stringify({ name: [name] }));
      return { ...nothing, volumes: volumes.filter(({ Name }) => Name === name) };
    }
    default:
      return { ...nothing, images: await listImages(engine) };
  }
}

async function containerSnapshot(engine: Engine, name: string, id = ""): Promise<EngineSnapshot> {
  const filters = [{ id: [id] }, { name: [`^/${name}$`] }];
  const lists = await Promise.all(filters.map((each) => listContainers(engine, JSON.stringify(each))));
  const containers = [...new Map(lists.flat().map((each) => [each.id, each])).values()];
  const inspected = await Promise.all(containers.map((each) => inspectContainer(engine, each.id)));
  return {
    ...nothing,
    containers,
    inspected: new Map(inspected.flatMap((each) => (each ? [[each.Id, each] as const] : []))),
  };
}

const nothing: EngineSnapshot = {
  containers: [],
  inspected: new Map(),
  networks: [],
  volumes: [],
  lackedImages: new Set(),
  apiVersion: undefined,
  info: undefined,
};
