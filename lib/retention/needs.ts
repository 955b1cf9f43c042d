import { repositoryIn, tagOf } from "../docker/image-names.ts";

/** An image that something needs: by its tag, by its digest, or both. */
export interface NeededImage {
  /** As a compose file or a container names it. */
  readonly reference: string;
  /** `sha256:…` */
  readonly digest?: string | undefined;
}

/**
 * What is needed of a registry. Its address does not count, because hosts may know it by several. A digest counts in every
 * repository.
 */
export interface Needs {
  readonly digests: ReadonlySet<string>;
  /** As `<repository>:<tag>`. */
  readonly tags: ReadonlySet<string>;
}

export function needsOf(images: readonly NeededImage[]): Needs {
  const written = images.flatMap(({ reference }) => /@(sha256:[0-9a-f]{64})$/.exec(reference)?.[1] ?? []);
  return {
    digests: new Set([...images.flatMap(({ digest }) => digest ?? []), ...written]),
    tags: new Set(images.map(({ reference }) => `${repositoryIn(reference)}:${tagOf(reference)}`)),
  };
}
