import { connect } from "../../lib/docker/client.ts";
import { orEngineProblem } from "../../lib/docker/engine-problems.ts";
import { registryOf } from "../../lib/docker/image-names.ts";
import { registryDigest } from "../../lib/docker/registry.ts";
import { type Problem, refuse } from "../../lib/problems/index.ts";
import {
  type Lock,
  type LockedImage,
  lockedImage,
  runningReference,
  withTag,
} from "../../lib/releases/index.ts";
import type { Deployment, RecordedHost } from "../../lib/state/index.ts";
import type { Hosts } from "../stage/engines.ts";
import { connectionTo } from "../stage/unreachable-recorded-hosts.ts";
import { recordedLogins } from "../status/registry-look.ts";

/** Where images are asked for. */
export interface ImageGround {
  /** With secrets in plain text, in their envelopes. */
  readonly deployment: Deployment;
  readonly host: RecordedHost;
  readonly settings: Hosts;
}

/**
 * The digests that the registries have now for the images of a stack. The stack's engine asks them, so it is what it would pull.
 * @param references those of the stack's compose file
 * @param tags other tags than those of the file, by reference. The others keep the tag of the lock
 * @throws ProblemError with each image that its registry does not have, or if the engine or a registry does not answer
 */
export async function resolvedImages(
  stack: string,
  references: readonly string[],
  tags: ReadonlyMap<string, string>,
  lock: Lock,
  { deployment, host, settings }: ImageGround,
): Promise<Record<string, LockedImage>> {
  const engine = connect(...connectionTo(host, settings));
  const logins = recordedLogins(deployment, host);
  const problems: Problem[] = [];
  const asked = references.map(async (reference): Promise<[string, LockedImage][]> => {
    const known = lockedImage(lock, stack, reference);
    const tag = tags.get(reference) ?? known?.tag;
    const wanted = tag === undefined ? reference : withTag(reference, tag);
    const login = logins.get(registryOf(wanted));
    const digest = await orEngineProblem(host.name, registryDigest(engine, wanted, login));
    if (digest !== undefined) return [[reference, { digest, ...(wanted !== reference && tag && { tag }) }]];
    const runs = known && runningReference(reference, known);
    problems.push({
      path: `stacks/${stack}`,
      expected: `image ${wanted} in its registry`,
      found: "no such image there",
      remedy: runs ? `push it, or name another tag; ${runs} runs on` : "push it, or name another tag",
    });
    return [];
  });
  const found = (await Promise.all(asked)).flat();
  refuse(problems);
  return Object.fromEntries(found);
}
