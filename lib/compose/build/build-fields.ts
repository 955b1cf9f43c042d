import { isAbsolute, relative } from "node:path";
import { withoutUndefined } from "../defined.ts";
import type { Build } from "../model.ts";
import type { BuildFields } from "../stack-plan.ts";

/** The `build` input of `docker.RemoteImage`. The Dockerfile's path is relative to the context. */
export function buildFields(
  build: Build,
  dockerfile: string | undefined,
  platform: string | undefined,
  secrets: BuildFields["secrets"],
): BuildFields {
  return withoutUndefined({
    context: build.context,
    dockerfile: dockerfile && relative(build.context, dockerfile),
    buildArgs: argumentsOf(build),
    target: build.target,
    // The provider reads one with BuildKit and the other without.
    label: build.labels,
    labels: build.labels,
    tags: build.tags,
    platform: platform ?? build.platforms?.[0],
    cacheFroms: build.cache_from,
    cacheTos: build.cache_to,
    additionalContexts: contextsOf(build),
    secrets,
    extraHosts: build.extra_hosts?.map((each) => each.replace("=", ":")),
    networkMode: build.network,
    shmSize: build.shm_size === undefined ? undefined : Number(build.shm_size),
    noCache: build.no_cache,
    pullParent: build.pull,
    provenance: build.provenance,
    sbom: build.sbom,
  });
}

/** The additional contexts that are folders, by name. */
export function folderContexts({ additional_contexts = {} }: Build): [name: string, folder: string][] {
  return Object.entries(additional_contexts).filter(([, place]) => isAbsolute(place));
}

function contextsOf({ additional_contexts }: Build): string[] | undefined {
  return (
    additional_contexts && Object.entries(additional_contexts).map(([name, place]) => `${name}=${place}`)
  );
}

function argumentsOf({ args = {} }: Build): Record<string, string> | undefined {
  const given = Object.entries(args).filter((entry): entry is [string, string] => entry[1] !== null);
  return given.length > 0 ? Object.fromEntries(given) : undefined;
}
