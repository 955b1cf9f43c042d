import { basename, dirname, join, relative } from "node:path";
import type { Files } from "../files.ts";
import { dockerignore } from "../hash/dockerignore.ts";
import { contentLines, hashOf, sha256 } from "../hash/hash.ts";
import type { Build } from "../model.ts";
import type { BuildFields } from "../plan.ts";
import { folderContexts } from "./fields.ts";

/**
 * Changes exactly when the image has to be built again: with its settings, without the place of the clone, and with
 * every file that the build can see.
 */
export function contextHash(
  build: Build,
  dockerfile: string | undefined,
  fields: BuildFields,
  files: Files,
): string {
  const { context: _, additionalContexts, secrets = [], ...settings } = fields;
  const ignoreFile = ignoreFileOf(build.context, dockerfile, files);
  const keeps = dockerignore(ignoreFile ? new TextDecoder().decode(files.read(ignoreFile)) : "");
  const always = new Set([dockerfile, ignoreFile].map((each) => each && relative(build.context, each)));
  const isOutside = dockerfile !== undefined && relative(build.context, dockerfile).startsWith("..");
  return hashOf([
    settings,
    contentLines(build.context, files, (path) => always.has(path) || keeps(path)),
    isOutside ? [dockerfile, ignoreFile].flatMap((each) => (each ? contentLines(each, files) : [])) : [],
    build.dockerfile_inline === undefined ? "" : sha256(build.dockerfile_inline),
    folderContexts(build).map(([name, folder]) => [name, contentLines(folder, files)]),
    additionalContexts?.filter((each) => !/^[^=]*=\//.test(each)) ?? [],
    secrets.map(({ id, src }) => [id, contentLines(src, files)]),
  ]);
}

/** `<Dockerfile>.dockerignore` beside the Dockerfile, else the context's. */
function ignoreFileOf(context: string, dockerfile: string | undefined, files: Files): string | undefined {
  const own = dockerfile && join(dirname(dockerfile), `${basename(dockerfile)}.dockerignore`);
  return [own, join(context, ".dockerignore")].find((path) => path && files.kind(path) === "file");
}
