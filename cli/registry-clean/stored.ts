import { mapAtMost } from "../../lib/async/index.ts";
import type { Engine } from "../../lib/docker/client.ts";
import { execute } from "../../lib/docker/exec.ts";
import { type RegistryClient, RegistryError } from "../../lib/docker/registry-client.ts";
import { listLinks, namedIn, type StoredManifest, storedRepositories } from "../../lib/retention/index.ts";

/** The stage's own registry: its API, and its container on an engine. */
export interface OwnRegistry {
  readonly client: RegistryClient;
  readonly engine: Engine;
  /** Name of the container. */
  readonly container: string;
}

/** Milliseconds for a list of all files. */
const patience = 10 * 60_000;

/**
 * All manifests of the stage's own registry. Its files say which there are, and when each was pushed.
 * @param known texts of manifests by digest, which this adds to. They never change, so nobody reads one twice
 * @throws EngineError, RegistryError
 */
export async function storedInOwn(
  { client, engine, container }: OwnRegistry,
  known: Map<string, string>,
): Promise<StoredManifest[]> {
  const { output } = await execute(engine, container, listLinks, patience);
  const all = storedRepositories(output).flatMap(({ name, manifests, tags }) =>
    [...manifests].map(([digest, time]) => ({ repository: name, digest, time, tags })),
  );
  return mapAtMost(8, all, async ({ repository, digest, time, tags }) => {
    const text = known.get(digest) ?? (await client.manifest(repository, digest))?.bytes.toString();
    // Without it nobody knows what belongs to it, and that would be deleted.
    if (text === undefined) throw new RegistryError(`${repository} lists ${digest} and does not have it`);
    known.set(digest, text);
    const own = [...tags].filter(([, each]) => each.digest === digest);
    return {
      ...{ repository, digest, tags: own.map(([tag]) => tag).sort() },
      ...{ pushed: Math.max(time, ...own.map(([, { pushed }]) => pushed)), ...namedIn(text) },
    };
  });
}
