import { type ConnectOptions, connect, type Engine, EngineError } from "../../lib/docker/client.ts";
import { readFile } from "../../lib/docker/container-files.ts";
import { takeEngineSnapshot } from "../../lib/docker/engine-snapshot.ts";
import type { Owner } from "../../lib/docker/ownership.ts";
import { isOurs } from "../../lib/docker/ownership.ts";
import {
  type EngineAnswer,
  type RecordedThing,
  type UploadedFile,
  uploadsOf,
} from "../../lib/status/index.ts";
import { orAfter, patience } from "./time-limit.ts";

/**
 * Asks an engine everything that the report needs, within 20 seconds. Changes nothing.
 * @throws EngineError if the engine does not answer all questions in that time
 */
export async function lookAtEngine(
  address: string,
  options: ConnectOptions,
  recorded: readonly RecordedThing[],
  owner: Owner,
): Promise<EngineAnswer> {
  const deadline = Date.now() + patience;
  const engine = connect(address, { ...options, deadline });
  const late = new EngineError(address, `no answer to all questions within ${patience / 1000} s`);
  try {
    return await orAfter(patience, ask(engine, recorded, owner), late);
  } catch (error) {
    const isLate = error instanceof EngineError && error.status === undefined && Date.now() >= deadline;
    throw isLate ? late : error;
  }
}

async function ask(engine: Engine, recorded: readonly RecordedThing[], owner: Owner): Promise<EngineAnswer> {
  const own = recorded.filter(({ kind }) => kind === "container");
  const ids = new Set(own.map(({ resource }) => resource.id));
  const names = new Set(own.map(({ inputs }) => inputs.name));
  const snapshot = await takeEngineSnapshot(engine, {
    isInspected: ({ id, name, labels }) => ids.has(id) || names.has(name) || isOurs(labels, owner),
    images: [],
    needsImages: true,
    needsApiVersion: false,
    needsInfo: true,
  });
  const living = own.filter(({ resource }) => snapshot.inspected.has(resource.id ?? ""));
  return { snapshot, files: await filesOf(engine, living), digests: new Map() };
}

type Files = Map<string, Map<string, UploadedFile | undefined>>;

/** The uploaded files of containers. */
export async function filesOf(engine: Engine, containers: readonly RecordedThing[]): Promise<Files> {
  const files: Files = new Map();
  const waiting = containers.flatMap(({ resource: { id = "" }, inputs }) =>
    uploadsOf(inputs).map(({ file }) => ({ id, file })),
  );
  const work = async () => {
    for (let next = waiting.pop(); next; next = waiting.pop()) {
      const { id, file } = next;
      const found = await readFile(engine, id, file);
      files.set(id, (files.get(id) ?? new Map()).set(file, found));
    }
  };
  await Promise.all(Array.from({ length: readsAtATime }, work));
  return files;
}

/** Number of files that are read at the same time on one engine. Each needs a connection. */
const readsAtATime = 16;
