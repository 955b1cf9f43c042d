import { type Manifest, type RegistryClient, RegistryError } from "./registry-client.ts";

/** A place in a registry. */
export interface RegistryPlace {
  readonly client: RegistryClient;
  /** Such as `docker-local/app`. */
  readonly repository: string;
}

/** What a manifest names: the images of a list, or the configuration and the layers of an image. */
interface Named {
  readonly manifests?: readonly { readonly digest: string }[];
  readonly config?: { readonly digest: string };
  readonly layers?: readonly { readonly digest: string; readonly urls?: readonly string[] }[];
}

/**
 * Copies an image from one place to another, byte for byte, so it keeps its digest. Layers stream through this machine and
 * leave nothing on its disk; within one registry nothing is sent. The tag comes last: a copy that fails half-way shows none.
 * @param digest `sha256:…` of the image, or of a list with one for each platform
 * @throws RegistryError if one of the registries fails, or if the first one no longer has the image
 */
export async function copyImage(
  from: RegistryPlace,
  digest: string,
  to: RegistryPlace,
  tag: string,
): Promise<void> {
  const manifest = await copyContent(from, digest, to);
  await to.client.putManifest(to.repository, tag, manifest);
}

/** All that a manifest needs, but not the manifest itself. */
async function copyContent(from: RegistryPlace, digest: string, to: RegistryPlace): Promise<Manifest> {
  const manifest = await from.client.manifest(from.repository, digest);
  const place = `${from.client.address}/${from.repository}`;
  if (!manifest) throw new RegistryError(`${place} no longer has ${digest}`, 404);
  if (manifest.digest !== digest) throw new RegistryError(`${place} gave another image than ${digest}`);
  const { manifests = [], config, layers = [] } = JSON.parse(manifest.bytes.toString()) as Named;
  for (const { digest: child } of manifests) {
    await to.client.putManifest(to.repository, child, await copyContent(from, child, to));
  }
  // A layer with addresses stays with its maker.
  const own = layers.filter(({ urls }) => !urls?.length);
  for (const blob of [...(config ? [config] : []), ...own]) await copyBlob(from, blob.digest, to);
  return manifest;
}

async function copyBlob(from: RegistryPlace, digest: string, to: RegistryPlace): Promise<void> {
  if (await to.client.hasBlob(to.repository, digest)) return;
  const isSame = from.client.address === to.client.address;
  if (isSame && (await to.client.mountBlob(to.repository, digest, from.repository))) return;
  await to.client.putBlob(to.repository, digest, await from.client.blob(from.repository, digest));
}
