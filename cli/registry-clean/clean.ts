import { mapAtMost } from "../../lib/async/index.ts";
import { type RegistryClient, RegistryError } from "../../lib/docker/registry-client.ts";
import type { Problem } from "../../lib/problems/index.ts";
import { orProblem } from "../../lib/problems/or-problem.ts";
import {
  type Needs,
  type RetentionRules,
  type Selection,
  type StoredManifest,
  selectUnneeded,
} from "../../lib/retention/index.ts";
import { garbageIn } from "./garbage.ts";
import type { StageRegistry } from "./registry-of-stage.ts";
import { storedInOwn } from "./stored.ts";
import { storedElsewhere } from "./stored-elsewhere.ts";

/** What a look at a registry found. */
export interface Found extends Selection {
  /** Number of blobs that no manifest names. 0 for a registry that the stage does not run. */
  readonly garbage: number;
  /** A repository of the registry. Undefined for an empty registry. */
  readonly repository: string | undefined;
}

/**
 * Looks at a registry for what nobody needs, and changes nothing.
 * @param known texts of manifests by digest, for the next look
 * @throws EngineError, ProblemError for a registry that does not answer
 */
export async function lookAtRegistry(
  { client, own, prefix, rules }: StageRegistry,
  needs: Needs,
  known: Map<string, string>,
): Promise<Found> {
  const [stored, garbage] = await orRegistryProblem(
    client,
    "the registry to list what it has",
    Promise.all([own ? storedInOwn(own, known) : storedElsewhere(client, prefix), own ? garbageIn(own) : 0]),
  );
  return found(stored, needs, rules, garbage);
}

function found(
  stored: readonly StoredManifest[],
  needs: Needs,
  rules: RetentionRules,
  garbage: number,
): Found {
  return { ...selectUnneeded(stored, needs, rules, Date.now()), garbage, repository: stored[0]?.repository };
}

/** What both looks found, so nothing that is needed since the first, and nothing that only the second has. */
export function inBoth(listed: Selection, now: Selection): StoredManifest[] {
  const key = ({ repository, digest, tags }: StoredManifest) => `${repository}@${digest} ${tags.join(" ")}`;
  const known = new Set(listed.unneeded.map(key));
  return now.unneeded.filter((each) => known.has(key(each)));
}

/** Deletes manifests with their tags. An index goes before its images. @throws ProblemError */
export async function removeManifests(
  client: RegistryClient,
  unneeded: readonly StoredManifest[],
): Promise<void> {
  const isIndex = ({ children }: StoredManifest) => children.length > 0;
  for (const group of [unneeded.filter(isIndex), unneeded.filter((each) => !isIndex(each))])
    await orRegistryProblem(
      client,
      "the registry to delete images",
      mapAtMost(4, group, ({ repository, digest }) => client.removeManifest(repository, digest)),
    );
}

function orRegistryProblem<T>({ address }: RegistryClient, expected: string, work: Promise<T>): Promise<T> {
  return orProblem(RegistryError, (error) => registryProblem(address, expected, error), work);
}

function registryProblem(address: string, expected: string, { message, status }: RegistryError): Problem {
  const remedy =
    status === 401 || status === 403
      ? "give the stage's login that right"
      : status === 405
        ? "let its settings allow it; if somebody else cleans it now, run this again later"
        : "check that this machine reaches it, then run this again";
  return { path: address, expected, found: `"${message}"`, remedy };
}
