import { isAbsolute, join } from "node:path";
import { ownEntry } from "../../problems/own-entry.ts";
import type { FileSystem } from "../file-system.ts";
import type { LoadedStack } from "../load.ts";
import type { Build } from "../model.ts";
import type { BuildFields, ImagePlan, Repository } from "../stack-plan.ts";
import { refusedKey, type Support, supported, supportedWithin } from "../support.ts";
import { buildFields } from "./build-fields.ts";
import { type BuildSource, contextHash } from "./context-hash.ts";
import { hasPassword, pinned, repositoryContext, withoutPassword } from "./repository.ts";

/** Reports a problem of a service's key. */
export type ReportProblem = (key: string, expected: string, found: string, remedy: string) => void;

/** How each key of a build is supported. A key that the provider cannot express is refused. */
export const BUILD_SUPPORT: Readonly<Record<keyof Build, Support>> = {
  context: supportedWithin("A folder, or a git repository at a whole commit, without a password."),
  dockerfile: supported,
  dockerfile_inline: supported,
  additional_contexts: supportedWithin("Folders and images; `service:<name>` is refused."),
  args: supported,
  cache_from: supported,
  cache_to: supported,
  extra_hosts: supported,
  labels: supported,
  network: supported,
  no_cache: supported,
  platforms: supportedWithin("One platform."),
  provenance: supported,
  pull: supported,
  sbom: supported,
  secrets: supportedWithin("From files."),
  shm_size: supported,
  tags: supported,
  target: supported,
  ssh: refusedKey("build the image in its own pipeline"),
  entitlements: refusedKey("remove it"),
  privileged: refusedKey("remove it"),
  isolation: refusedKey("remove it: it is for Windows"),
  ulimits: refusedKey("remove it"),
};

/** The plan of a build. Empty if it has problems. */
export function planBuild(
  build: Build,
  platform: string | undefined,
  stack: LoadedStack,
  report: ReportProblem,
): Pick<ImagePlan, "build" | "dockerfile" | "repository" | "contextHash"> {
  const say: ReportProblem = (key, ...words) => report(`build.${key}`, ...words);
  for (const [key, support] of Object.entries(BUILD_SUPPORT) as [keyof Build, Support][]) {
    if (support.kind !== "refused" || build[key] === undefined) continue;
    say(key, "a build that the Docker provider can express", key, support.remedy);
  }
  if ((build.platforms?.length ?? 0) > 1) say("platforms", "one platform", "several", "name one");
  checkContexts(build, stack, say);
  const secrets = buildSecrets(build, stack, say);
  const inline = build.dockerfile_inline;
  const source = sourceOf(build, stack, say);
  if (!source) return {};
  const { repository, dockerfile } = source;
  const fields = buildFields(source.build, dockerfile, platform, secrets);
  return {
    build: fields,
    ...(inline !== undefined && { dockerfile: inline }),
    ...(repository && { repository }),
    contextHash: contextHash(source, fields, stack.files),
  };
}

/** The sources of a build. Undefined if they have problems. */
function sourceOf(build: Build, { files }: LoadedStack, say: ReportProblem): BuildSource | undefined {
  const dockerfile = build.dockerfile_inline === undefined ? dockerfileOf(build) : undefined;
  if (isAbsolute(build.context))
    return isUsable(build, dockerfile, files, say) ? { build, dockerfile } : undefined;
  const repository = repositoryOf(build.context, say);
  if (!repository) return undefined;
  const inRepository = { ...build, context: repositoryContext(build.context)?.folder ?? "" };
  return { build: inRepository, repository, ...(dockerfile && { dockerfile: dockerfileOf(inRepository) }) };
}

function repositoryOf(context: string, say: ReportProblem): Repository | undefined {
  const found = repositoryContext(context);
  const shown = `"${withoutPassword(context)}"`;
  if (!found) {
    say("context", "a folder or a git repository", shown, "check it out into the stack's folder");
    return undefined;
  }
  const { url } = found;
  if (hasPassword(url)) {
    say("context", "an address without a password", shown, "git takes your own credentials: leave it out");
    return undefined;
  }
  const repository = pinned(found);
  if (!repository) {
    const remedy = `write ${url}#<commit>; "git ls-remote ${url} ${found.ref ?? "HEAD"}" tells the commit`;
    say("context", "a git repository at a whole commit", shown, remedy);
  }
  return repository;
}

/** Path of the Dockerfile. Only for a build without `dockerfile_inline`. */
export function dockerfileOf({ context, dockerfile = "Dockerfile" }: Build): string {
  return isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile);
}

function isUsable(
  { context }: Build,
  dockerfile: string | undefined,
  files: FileSystem,
  say: ReportProblem,
): boolean {
  if (files.kind(context) !== "dir") {
    say("context", "a folder that exists", "none", "create it or correct the path");
  } else if (dockerfile !== undefined && files.kind(dockerfile) !== "file") {
    say("dockerfile", "a Dockerfile that exists", "none", "create it or correct the path");
  } else return true;
  return false;
}

function checkContexts(
  { additional_contexts = {} }: Build,
  { files }: LoadedStack,
  say: ReportProblem,
): void {
  for (const [name, place] of Object.entries(additional_contexts)) {
    const key = `additional_contexts.${name}`;
    if (place.startsWith("service:"))
      say(key, "a folder or an image", `"${place}"`, "name the service's image");
    else if (isAbsolute(place) && files.kind(place) !== "dir") {
      say(key, "a folder that exists", "none", "create it or correct the path");
    }
  }
}

/** Secrets of a build must be files: the builder reads them, and a value would have to be written to a file. */
function buildSecrets(
  build: Build,
  { model, files }: LoadedStack,
  say: ReportProblem,
): BuildFields["secrets"] {
  return build.secrets?.flatMap(({ source, target }) => {
    const file = ownEntry(model.secrets, source)?.file;
    if (file === undefined)
      say("secrets", "secrets from files", `"${source}" from elsewhere`, "put it into a file");
    else if (files.kind(file) !== "file") {
      say("secrets", `a file for "${source}"`, "none", "create it or correct the path");
    } else return [{ id: target ?? source, src: file }];
    return [];
  });
}
