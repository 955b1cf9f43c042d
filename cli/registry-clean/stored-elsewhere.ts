import { text } from "node:stream/consumers";
import { mapAtMost } from "../../lib/async/index.ts";
import type { RegistryClient } from "../../lib/docker/registry-client.ts";
import { namedIn, type StoredManifest } from "../../lib/retention/index.ts";

/**
 * The manifests of a registry that the stage does not run, as far as the Registry API tells: those with a tag, below a prefix. The time of
 * an image is that of its build. An index has none, and so stays.
 * @throws RegistryError, also if the registry does not list its repositories
 */
export async function storedElsewhere(client: RegistryClient, prefix: string): Promise<StoredManifest[]> {
  const repositories = (await client.repositories()).filter((name) => name.startsWith(`${prefix}/`));
  const tagged = await mapAtMost(4, repositories, async (repository) => {
    const tags = (await client.tags(repository)) ?? [];
    const found = await mapAtMost(4, tags, async (tag) => ({
      tag,
      digest: await client.digest(repository, tag),
    }));
    return [...Map.groupBy(found, ({ digest }) => digest)].flatMap(([digest, same]) =>
      digest === undefined ? [] : [{ repository, digest, tags: same.map(({ tag }) => tag).sort() }],
    );
  });
  return mapAtMost(4, tagged.flat(), async (each) => {
    const content = (await client.manifest(each.repository, each.digest))?.bytes.toString() ?? "";
    return { ...each, ...namedIn(content), pushed: await builtAt(client, each.repository, content) };
  });
}

/** A time before this is one that a reproducible build sets. */
const earliest = Date.parse("2000-01-01");

/** When an image was built. Undefined if its configuration does not say it. */
async function builtAt(
  client: RegistryClient,
  repository: string,
  content: string,
): Promise<number | undefined> {
  try {
    const { config } = JSON.parse(content) as { readonly config?: { readonly digest: string } };
    if (!config) return undefined;
    const { created } = JSON.parse(await text((await client.blob(repository, config.digest)).content));
    const time = Date.parse(created);
    return time > earliest ? time : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
