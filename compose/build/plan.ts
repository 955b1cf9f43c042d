import { isAbsolute, join } from "node:path";
import type { LoadedStack } from "../load.ts";
import type { Build } from "../model.ts";
import type { BuildFields, ImagePlan } from "../plan.ts";
import { buildFields } from "./fields.ts";
import { contextHash } from "./hash.ts";

/** Says what is wrong with a key of a service. */
export type Report = (key: string, expected: string, found: string, remedy: string) => void;

/** What a build can say and the provider cannot. */
const UNSUPPORTED = [
  ["ssh", "build the image in its own pipeline"],
  ["entitlements", "remove it"],
  ["privileged", "remove it"],
  ["isolation", "remove it: it is for Windows"],
  ["ulimits", "remove it"],
] as const satisfies readonly (readonly [keyof Build, string])[];

/** How an image is built; nothing where that cannot be. */
export function planBuild(
  build: Build,
  platform: string | undefined,
  stack: LoadedStack,
  report: Report,
): Pick<ImagePlan, "build" | "dockerfile" | "contextHash"> {
  const say: Report = (key, ...words) => report(`build.${key}`, ...words);
  for (const [key, remedy] of UNSUPPORTED) {
    if (build[key] !== undefined) say(key, "a build that the Docker provider can express", key, remedy);
  }
  if ((build.platforms?.length ?? 0) > 1) say("platforms", "one platform", "several", "name one");
  checkContexts(build, stack, say);
  const secrets = buildSecrets(build, stack, say);
  const inline = build.dockerfile_inline;
  const dockerfile = inline === undefined ? dockerfileOf(build) : undefined;
  if (!isUsable(build, dockerfile, stack, say)) return {};
  const fields = buildFields(build, dockerfile, platform, secrets);
  return {
    build: fields,
    ...(inline !== undefined && { dockerfile: inline }),
    contextHash: contextHash(build, dockerfile, fields, stack.files),
  };
}

function dockerfileOf({ context, dockerfile = "Dockerfile" }: Build): string {
  return isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile);
}

function isUsable(
  { context }: Build,
  dockerfile: string | undefined,
  { files }: LoadedStack,
  say: Report,
): boolean {
  // The provider could hand a repository to the engine, but would not hear of a build that fails there.
  if (!isAbsolute(context)) {
    say("context", "a folder", `"${context}"`, "check the repository out into the stack's folder");
  } else if (files.kind(context) !== "dir") {
    say("context", "a folder that exists", "none", "create it or correct the path");
  } else if (dockerfile !== undefined && files.kind(dockerfile) !== "file") {
    say("dockerfile", "a Dockerfile that exists", "none", "create it or correct the path");
  } else return true;
  return false;
}

function checkContexts({ additional_contexts = {} }: Build, { files }: LoadedStack, say: Report): void {
  for (const [name, place] of Object.entries(additional_contexts)) {
    const key = `additional_contexts.${name}`;
    if (place.startsWith("service:"))
      say(key, "a folder or an image", `"${place}"`, "name the service's image");
    else if (isAbsolute(place) && files.kind(place) !== "dir") {
      say(key, "a folder that exists", "none", "create it or correct the path");
    }
  }
}

/** The builder reads them from files; a value in a variable would have to be written into one. */
function buildSecrets(build: Build, { model, files }: LoadedStack, say: Report): BuildFields["secrets"] {
  return build.secrets?.flatMap(({ source, target }) => {
    const file = model.secrets?.[source]?.file;
    if (file === undefined)
      say("secrets", "secrets from files", `"${source}" from elsewhere`, "put it into a file");
    else if (files.kind(file) !== "file") {
      say("secrets", `a file for "${source}"`, "none", "create it or correct the path");
    } else return [{ id: target ?? source, src: file }];
    return [];
  });
}
