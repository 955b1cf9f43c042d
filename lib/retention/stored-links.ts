/** When something was written, in milliseconds since 1970. */
type Time = number;

/** What the files of a repository say. */
export interface StoredRepository {
  readonly name: string;
  /** Digests of all manifests, also of those without a tag. */
  readonly manifests: ReadonlyMap<string, Time>;
  readonly tags: ReadonlyMap<string, { readonly digest: string; readonly pushed: Time }>;
}

/** The folder in which the reference registry keeps its repositories. */
export const repositoriesFolder = "/var/lib/registry/docker/registry/v2/repositories";

/**
 * A command for the registry's container that prints a line `<seconds since 1970> <path>` for each manifest and each tag, and a
 * line `<path>:<digest>` for each tag. The Registry API tells neither manifests without a tag nor times.
 */
export const listLinks = [
  "sh",
  "-c",
  [
    `cd ${repositoriesFolder} 2> /dev/null || exit 0`,
    "find . -path '*/_manifests/*/link' ! -path '*/index/*' -exec stat -c '%Y %n' {} +",
    "find . -path '*/_manifests/tags/*/current/link' -exec grep -H . {} +",
  ].join("\n"),
];

const manifestPath = /^(\d+) \.\/(.+)\/_manifests\/revisions\/(\w+)\/([0-9a-f]+)\/link$/;
const tagPath = /^(\d+) \.\/(.+)\/_manifests\/tags\/([^/]+)\/current\/link$/;
const tagContent = /^\.\/(.+)\/_manifests\/tags\/([^/]+)\/current\/link:(\w+:[0-9a-f]+)$/;

/** Reads what `listLinks` prints. */
export function storedRepositories(output: string): StoredRepository[] {
  const lines = output.split("\n");
  const manifests = lines.flatMap((line) => {
    const [, seconds, name = "", algorithm, hex] = manifestPath.exec(line) ?? [];
    return seconds === undefined
      ? []
      : [{ name, digest: `${algorithm}:${hex}`, time: Number(seconds) * 1000 }];
  });
  const times = new Map(
    lines.flatMap((line): [string, Time][] => {
      const [, seconds, name, tag] = tagPath.exec(line) ?? [];
      return seconds === undefined ? [] : [[`${name}:${tag}`, Number(seconds) * 1000]];
    }),
  );
  const tags = lines.flatMap((line) => {
    const [, name = "", tag = "", digest] = tagContent.exec(line) ?? [];
    const pushed = times.get(`${name}:${tag}`);
    return digest === undefined || pushed === undefined ? [] : [{ name, tag, digest, pushed }];
  });
  return [...Map.groupBy(manifests, ({ name }) => name)].map(([name, own]) => ({
    name,
    manifests: new Map(own.map(({ digest, time }) => [digest, time])),
    tags: new Map(
      tags.filter((each) => each.name === name).map(({ tag, digest, pushed }) => [tag, { digest, pushed }]),
    ),
  }));
}
