import { EngineError } from "../../lib/docker/client.ts";
import { repositoryOf } from "../../lib/docker/image-names.ts";
import { inspectImage } from "../../lib/docker/images.ts";
import { type Lock, type LockedImage, sourceOf, withImages } from "../../lib/releases/index.ts";
import { type Deployment, nameOf, recordedHosts, types } from "../../lib/state/index.ts";
import { engineOfRecorded } from "./engines.ts";

/** An image of a lock, by its stack and its reference there. */
export interface LockPlace {
  readonly stack: string;
  readonly written: string;
  readonly image: LockedImage;
}

/**
 * The lock with where these images were built, by the labels that their hosts' engines have. An engine that does not answer leaves
 * them out: a lock counts without its sources.
 */
export async function withSources(
  lock: Lock,
  places: readonly LockPlace[],
  deployment: Deployment,
): Promise<Lock> {
  const hosts = new Map(recordedHosts(deployment).map((host) => [host.urn, host]));
  const stacks = deployment.resources.filter(({ type }) => type === types.hostStack);
  const asked = places.map(async ({ stack, written, image }) => {
    const host = hosts.get(stacks.find(({ urn }) => nameOf(urn) === stack)?.parent ?? "");
    const reference = `${repositoryOf(written)}@${image.digest}`;
    const found = host && (await inspectImage(engineOfRecorded(host), reference).catch(orNothing));
    const source = found && sourceOf(found.labels);
    return source ? [{ stack, written, image: { ...image, source } }] : [];
  });
  return (await Promise.all(asked))
    .flat()
    .reduce((known, { stack, written, image }) => withImages(known, stack, { [written]: image }), lock);
}

function orNothing(error: unknown): undefined {
  if (!(error instanceof EngineError)) throw error;
}
