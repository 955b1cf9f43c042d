import { type ConnectOptions, connect, type Engine, EngineError } from "../../lib/docker/client.ts";
import type { EngineInfo } from "../../lib/docker/engine-info.ts";
import { takeEngineSnapshot } from "../../lib/docker/engine-snapshot.ts";
import { isOurs, type Owner } from "../../lib/docker/ownership.ts";
import type { PropertyMap } from "../../lib/state/index.ts";
import { type LookAnswer, type RecordedThing, uploadsOf } from "../../lib/status/index.ts";
import { type AskedRegistries, digestsOf, type Logins } from "./registry-look.ts";
import { orAfter, patience as usual } from "./time-limit.ts";

/** What an engine is asked about. */
export interface EngineQuestions {
  /** Everything that the state records on it. */
  readonly things: readonly RecordedThing[];
  readonly owner: Owner;
  readonly logins: Logins;
  readonly registries: AskedRegistries;
  /** Whether files in containers are read. Default: true. */
  readonly areFilesRead?: boolean;
  /** The engine's info, if somebody has asked for it already. Default: it is asked for. */
  readonly info?: Promise<EngineInfo> | undefined;
}

/**
 * Asks an engine everything that the report needs. Changes nothing.
 * @param patience milliseconds for all questions
 * @throws EngineError if the engine does not answer all questions in that time
 */
export async function lookAtEngine(
  [address, options]: readonly [string, ConnectOptions],
  questions: EngineQuestions,
  patience = usual,
): Promise<LookAnswer> {
  const deadline = Date.now() + patience;
  const engine = connect(address, { ...options, deadline });
  const late = new EngineError(address, `no answer to all questions within ${patience / 1000} s`);
  try {
    return await orAfter(patience, ask(engine, questions, patience), late);
  } catch (error) {
    const isLate = error instanceof EngineError && error.status === undefined && Date.now() >= deadline;
    throw isLate ? late : error;
  }
}

async function ask(
  engine: Engine,
  { things, owner, logins, registries, areFilesRead = true, info }: EngineQuestions,
  patience: number,
): Promise<LookAnswer> {
  const own = things.filter(({ kind }) => kind === "container");
  const uploads = new Map(own.map(({ resource, inputs }) => [resource.id, uploadedPaths(inputs)]));
  const names = new Set(own.map(({ inputs }) => inputs.name));
  const [snapshot, digests, known] = await Promise.all([
    takeEngineSnapshot(engine, {
      isInspected: ({ id, name, labels }) => uploads.has(id) || names.has(name) || isOurs(labels, owner),
      filesOf: ({ id }) => (areFilesRead && uploads.get(id)) || [],
      images: [],
      needsImages: true,
      needsApiVersion: false,
      needsInfo: info === undefined,
    }),
    // A registry that hangs does not make its engine unknown.
    digestsOf(engine, things, { logins, registries, timeout: patience / 2 }),
    info,
  ]);
  return {
    snapshot: known ? { ...snapshot, info: known } : snapshot,
    files: snapshot.files ?? new Map(),
    digests,
  };
}

/** The files of a container whose content the state records. */
export function uploadedPaths(inputs: PropertyMap): string[] {
  return uploadsOf(inputs).map(({ file }) => file);
}
