/** A manifest that a registry has in one of its repositories: an image, an index of images, or what belongs to one. */
export interface StoredManifest {
  /** Such as `docker-local/app`. */
  readonly repository: string;
  /** `sha256:…` */
  readonly digest: string;
  /** Those that name it now, sorted. */
  readonly tags: readonly string[];
  /** When it or one of its tags was pushed, in milliseconds since 1970. Undefined if nobody knows. */
  readonly pushed: number | undefined;
  /** The manifests that an index names. */
  readonly children: readonly string[];
  /** The manifest to which it belongs, as a signature does. */
  readonly subject: string | undefined;
  /** Bytes of configuration and layers, by their digests. */
  readonly blobs: Readonly<Record<string, number>>;
}

interface Described {
  readonly digest: string;
  readonly size?: number;
  readonly mediaType?: string;
}

interface ManifestContent {
  readonly manifests?: readonly Described[];
  readonly config?: Described;
  readonly layers?: readonly Described[];
  readonly subject?: Described;
}

/** What the text of a manifest names. A text that is no manifest names nothing. */
export function namedIn(text: string): Pick<StoredManifest, "children" | "subject" | "blobs"> {
  const { manifests = [], config, layers = [], subject } = contentOf(text);
  const blobs = [...(config ? [config] : []), ...layers];
  return {
    children: manifests.map(({ digest }) => digest),
    subject: subject?.digest,
    blobs: Object.fromEntries(blobs.map(({ digest, size = 0 }) => [digest, size])),
  };
}

function contentOf(text: string): ManifestContent {
  try {
    return (JSON.parse(text) ?? {}) as ManifestContent;
  } catch {
    return {};
  }
}
