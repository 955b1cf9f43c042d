import { basename, dirname, join, relative } from "node:path";
import type { FileSystem } from "../file-system.ts";
import { contentLines, hashOf, sha256 } from "../hash/content-hash.ts";
import { dockerignore } from "../hash/dockerignore.ts";
import type { Build } from "../model.ts";
import type { BuildFields, Repository } from "../stack-plan.ts";
import { folderContexts } from "./build-fields.ts";

/** The sources of an image. */
export interface BuildSource {
  /** The context is absolute, unless it is within a repository. */
  readonly build: Build;
  readonly repository?: Repository;
  /** Path of the Dockerfile. Undefined if it is inline in the compose file. */
  readonly dockerfile?: string | undefined;
}

/**
 * A hash that changes exactly if the image must be built again. It covers the build's settings and every file that the
 * build can see, but not the path of the checkout.
 */
export function contextHash(source: BuildSource, fields: BuildFields, files: FileSystem): string {
  const { build, repository, dockerfile } = source;
  const { context, additionalContexts, secrets = [], ...settings } = fields;
  return hashOf([
    settings,
    ...(repository ? [[repository, context], []] : folderLines(build.context, dockerfile, files)),
    build.dockerfile_inline === undefined ? "" : sha256(build.dockerfile_inline),
    folderContexts(build).map(([name, folder]) => [name, contentLines(folder, files)]),
    additionalContexts?.filter((each) => !/^[^=]*=\//.test(each)) ?? [],
    secrets.map(({ id, src }) => [id, contentLines(src, files)]),
  ]);
}

/** The files of a context, and a Dockerfile outside it. */
function folderLines(context: string, dockerfile: string | undefined, files: FileSystem): [unknown, unknown] {
  const ignoreFile = ignoreFileOf(context, dockerfile, files);
  const isOutside = dockerfile !== undefined && relative(context, dockerfile).startsWith("..");
  return [
    contentLines(context, files, contextFilter(context, dockerfile, files)),
    isOutside ? [dockerfile, ignoreFile].flatMap((each) => (each ? contentLines(each, files) : [])) : [],
  ];
}

/** Tells of a path below a context whether the build sees it. */
export function contextFilter(
  context: string,
  dockerfile: string | undefined,
  files: FileSystem,
): (path: string) => boolean {
  const ignoreFile = ignoreFileOf(context, dockerfile, files);
  const keeps = dockerignore(ignoreFile ? new TextDecoder().decode(files.read(ignoreFile)) : "");
  const always = new Set([dockerfile, ignoreFile].map((each) => each && relative(context, each)));
  return (path) => always.has(path) || keeps(path);
}

/** `<Dockerfile>.dockerignore` beside the Dockerfile, or the context's `.dockerignore`. */
function ignoreFileOf(
  context: string,
  dockerfile: string | undefined,
  files: FileSystem,
): string | undefined {
  const own = dockerfile && join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`);
  return [own, join(context, ".dockerignore")].find((path) => path && files.kind(path) === "file");
}
