import { familiarName, repositoryOf, withoutDigest } from "../docker/image-names.ts";

/** The same repository with another tag. */
export function withTag(reference: string, tag: string): string {
  return `${repositoryOf(reference)}:${tag}`;
}

/** `name:tag@digest`. An engine takes the digest, and people read the tag. */
export function pinned(reference: string, digest: string): string {
  return `${withoutDigest(reference)}@${digest}`;
}

/**
 * The digest in `name@sha256:…`, as an engine reports it for a reference. Undefined if it belongs to another repository:
 * then the reference is only a second name that somebody gave the image on that engine.
 */
export function digestFor(reference: string, repoDigest: unknown): string | undefined {
  if (typeof repoDigest !== "string") return undefined;
  const [repository = "", digest] = familiarName(repoDigest).split("@");
  return repository === repositoryOf(familiarName(withoutDigest(reference))) ? digest : undefined;
}
