import { isAbsolute, join, relative } from "node:path";
import type { Problem } from "../problems/index.ts";
import { defined } from "./defined.ts";
import { dockerignore } from "./hash/dockerignore.ts";
import { contentLines, hashOf } from "./hash/hash.ts";
import type { LoadedStack } from "./load.ts";
import type { Build, Service } from "./model.ts";
import type { BuildFields, ImagePlan } from "./plan.ts";
import { position } from "./tree/node.ts";

/** What a build can say and the provider cannot. */
const UNSUPPORTED = [
  ["dockerfile_inline", "put the lines into a Dockerfile"],
  ["additional_contexts", "copy the files into the context"],
  ["secrets", "build the image in its own pipeline"],
  ["ssh", "build the image in its own pipeline"],
  ["cache_to", "remove it"],
  ["entitlements", "remove it"],
  ["privileged", "remove it"],
  ["isolation", "remove it"],
  ["provenance", "remove it"],
  ["sbom", "remove it"],
  ["ulimits", "remove it"],
] as const satisfies readonly (readonly [keyof Build, string])[];

/** The images of a stack: one for each reference and platform, however many services run it. */
export function planImages(stack: LoadedStack, problems: Problem[]): ImagePlan[] {
  const images = new Map<string, ImagePlan>();
  for (const [name, service] of Object.entries(stack.model.services)) {
    const report = reporter(stack, name, problems);
    const image = planImage(imageKey(stack, name), service, stack, report);
    const other = images.get(image.key);
    if (other?.build && image.build && hashOf(other.build) !== hashOf(image.build)) {
      report("build", "one build for one image", "two", "give the images different names");
    }
    images.set(image.key, other ? merged(other, image) : image);
  }
  return [...images.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The key of a service's image in the plan. */
export function imageKey(stack: LoadedStack, name: string): string {
  const { image = `${stack.model.name}-${name}`, platform } = stack.model.services[name] as Service;
  return platform ? `${image} ${platform}` : image;
}

function planImage(key: string, service: Service, stack: LoadedStack, report: Report): ImagePlan {
  const { platform, build, pull_policy } = service;
  if (pull_policy === "build" && !build) {
    report("pull_policy", "build beside it", "none", "write build or another policy");
  }
  const reference = service.image ?? key.split(" ")[0] ?? key;
  const image = defined({ key, reference, platform, pull: pullOf(pull_policy) });
  return build ? { ...image, ...planBuild(build, platform, stack, report) } : image;
}

/** Every policy that looks again for a newer image counts as always: there is a look at each update only. */
function pullOf(policy: string | undefined): ImagePlan["pull"] {
  if (policy === "never") return policy;
  return policy === undefined || policy === "missing" || policy === "build" ? "missing" : "always";
}

function merged(a: ImagePlan, b: ImagePlan): ImagePlan {
  const pull = (["always", "missing"] as const).find((each) => a.pull === each || b.pull === each) ?? "never";
  return { ...b, ...a, ...(b.build ? b : {}), pull };
}

function planBuild(build: Build, platform: string | undefined, stack: LoadedStack, report: Report) {
  const say: Report = (key, ...words) => report(`build.${key}`, ...words);
  for (const [key, remedy] of UNSUPPORTED) {
    if (build[key] !== undefined) say(key, "a build that the Docker provider can express", key, remedy);
  }
  if ((build.platforms?.length ?? 0) > 1) say("platforms", "one platform", "several", "name one");
  const { context, dockerfile = "Dockerfile" } = build;
  const file = isAbsolute(dockerfile) ? dockerfile : join(context, dockerfile);
  if (!isAbsolute(context)) {
    say("context", "a folder", `"${context}"`, "check the repository out into the stack's folder");
  } else if (stack.files.kind(context) !== "dir") {
    say("context", "a folder that exists", "none", "create it or correct the path");
  } else if (stack.files.kind(file) !== "file") {
    say("dockerfile", "a Dockerfile that exists", "none", "create it or correct the path");
  } else if (relative(context, file).startsWith("..")) {
    say("dockerfile", "a Dockerfile inside the context", "one outside", "move it into the context");
  } else {
    const fields = buildFields(build, relative(context, file), platform);
    return { build: fields, contextHash: contextHash(context, fields, stack) };
  }
  return {};
}

function buildFields(build: Build, dockerfile: string, platform: string | undefined): BuildFields {
  const args = Object.entries(build.args ?? {}).filter(
    (entry): entry is [string, string] => entry[1] !== null,
  );
  return defined({
    context: build.context,
    dockerfile,
    buildArgs: args.length > 0 ? Object.fromEntries(args) : undefined,
    target: build.target,
    labels: build.labels,
    tags: build.tags,
    platform: platform ?? build.platforms?.[0],
    cacheFroms: build.cache_from,
    extraHosts: build.extra_hosts?.map((each) => each.replace("=", ":")),
    networkMode: build.network,
    shmSize: build.shm_size === undefined ? undefined : Number(build.shm_size),
    noCache: build.no_cache,
    pullParent: build.pull,
  });
}

/** Settings of the build without the place of the clone, and every file that it can see. */
function contextHash(
  context: string,
  { context: _, ...settings }: BuildFields,
  { files }: LoadedStack,
): string {
  const ignoreFile = join(context, ".dockerignore");
  const ignore = files.kind(ignoreFile) === "file" ? new TextDecoder().decode(files.read(ignoreFile)) : "";
  const keeps = dockerignore(ignore);
  const always = new Set([settings.dockerfile, ".dockerignore"]);
  return hashOf([settings, contentLines(context, files, (path) => always.has(path) || keeps(path))]);
}

/** Says what is wrong with a key of a service. */
type Report = (key: string, expected: string, found: string, remedy: string) => void;

function reporter(stack: LoadedStack, name: string, problems: Problem[]): Report {
  return (key, expected, found, remedy) => {
    const path = position(stack.place(["services", name, ...key.split(".")]));
    problems.push({ path, expected: `services.${name}.${key}: ${expected}`, found, remedy });
  };
}
