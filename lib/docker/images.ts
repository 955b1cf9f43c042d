import { type Engine, EngineError, orMissing } from "./client.ts";
import { familiarName } from "./image-names.ts";
import type { Labels } from "./labels.ts";

/** An image of an engine. */
export interface EngineImage {
  readonly id: string;
  readonly labels: Labels;
  readonly entrypoint: readonly string[];
  /** Paths for which it declares volumes. */
  readonly volumes: readonly string[];
  /** The user of its containers. "" is root. */
  readonly user: string;
  /** Such as `linux/amd64`. */
  readonly platform: string;
  /** `<repository>@sha256:…` of each repository that has it. */
  readonly digests: readonly string[];
}

/** Inspects an image by its reference or id. Undefined if the engine has none. @throws EngineError */
export async function inspectImage(engine: Engine, image: string): Promise<EngineImage | undefined> {
  const path = `/images/${encodeURI(image)}/json`;
  const found = (await engine.request("GET", path).catch(orMissing)) as Inspected | undefined;
  if (!found) return undefined;
  const { Labels, Entrypoint, Volumes, User } = found.Config;
  return {
    id: found.Id,
    labels: Labels ?? {},
    entrypoint: Entrypoint ?? [],
    volumes: Object.keys(Volumes ?? {}),
    user: User ?? "",
    platform: `${found.Os}/${found.Architecture}`,
    digests: found.RepoDigests ?? [],
  };
}

interface Inspected {
  readonly Id: string;
  readonly Os: string;
  readonly Architecture: string;
  readonly RepoDigests?: readonly string[] | null;
  readonly Config: Config;
}

interface Config {
  readonly Labels: Labels | null;
  readonly Entrypoint?: readonly string[] | null;
  readonly Volumes?: object | null;
  readonly User?: string;
}

/** The references for which an engine has no image. Empty if it does not answer. */
export async function lackedImages(
  engine: Engine,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  try {
    const listed = await listImages(engine);
    const names = new Set(
      listed.flatMap(({ RepoTags, RepoDigests }) => [...(RepoTags ?? []), ...(RepoDigests ?? [])]),
    );
    const unlisted = [...new Set(references)].filter((each) => !names.has(familiarName(each)));
    // Engines other than Docker's list other names, so each is checked again.
    const looks = unlisted.map(async (each) => ((await inspectImage(engine, each)) ? [] : [each]));
    return new Set((await Promise.all(looks)).flat());
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    return new Set();
  }
}

/** The engine's images. @throws EngineError */
export async function listImages(engine: Engine): Promise<readonly ListedImage[]> {
  return (await engine.request("GET", "/images/json")) as readonly ListedImage[];
}

/** An image in the engine's list. */
export interface ListedImage {
  readonly Id: string;
  /** When it was built, in seconds since 1970. */
  readonly Created: number;
  readonly RepoTags: readonly string[] | null;
  readonly RepoDigests: readonly string[] | null;
}

/** Gives an image another name, which its former image loses. @param reference with a tag; default: latest */
export async function tagImage(engine: Engine, id: string, reference: string): Promise<void> {
  const [, repo = reference, tag = "latest"] = /^(.+?)(?::([^/:]+))?$/.exec(reference) ?? [];
  await engine.request("POST", `/images/${encodeURI(id)}/tag`, { query: { repo, tag } });
}
