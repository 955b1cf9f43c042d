import { buffer } from "node:stream/consumers";
import { RegistryError } from "./registry-client.ts";
import type { RegistryPlace } from "./registry-copy.ts";

/** What a list of images names. A list may also hold an attestation, which is for no machine. */
interface Entry {
  readonly digest: string;
  readonly platform?: { readonly os?: string };
}

/**
 * The labels of an image in its registry; of a list with one for each platform, those of the first.
 * @param digest `sha256:…`
 * @returns nothing for an image without labels, and for one that the registry does not have
 * @throws RegistryError
 */
export async function imageLabels(
  { client, repository }: RegistryPlace,
  digest: string,
): Promise<Readonly<Record<string, string>>> {
  const read = async (wanted: string) => {
    const found = await client.manifest(repository, wanted);
    return found && parsed(found.bytes);
  };
  let manifest = await read(digest);
  const first = (manifest?.manifests as readonly Entry[] | undefined)?.find(
    ({ platform }) => platform?.os !== "unknown",
  );
  if (first) manifest = await read(first.digest);
  const config = (manifest?.config as Entry | undefined)?.digest;
  if (config === undefined) return {};
  const { content } = await client.blob(repository, config);
  const { config: settings } = parsed(await buffer(content));
  return (settings as { readonly Labels?: Record<string, string> } | undefined)?.Labels ?? {};
}

function parsed(bytes: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    throw new RegistryError("an image that is no JSON");
  }
}
