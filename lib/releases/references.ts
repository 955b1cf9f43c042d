import { familiarName } from "../docker/image-names.ts";

/** An image's reference without its digest. */
export function withoutDigest(reference: string): string {
  return reference.split("@")[0] ?? reference;
}

/** A reference without tag and digest. A port is not a tag. */
export function repositoryOf(reference: string): string {
  return withoutDigest(reference).replace(/:[^:/]*$/, "");
}

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
