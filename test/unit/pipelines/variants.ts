import {
  kinds,
  type Pipeline,
  type PipelineContext,
  type ProjectNeeds,
} from "../../../lib/pipelines/index.ts";

/** What a stage with public certificates tells a kind. */
export const context: PipelineContext = { project: "demo", stage: "test", privateAuthority: false };

/** A stage with everything special. */
const special: PipelineContext = { ...context, privateAuthority: true, insecureRegistry: "10.0.0.60:5000" };

interface Variant {
  readonly kind: string;
  readonly options?: object;
  readonly context?: PipelineContext;
}

/** Every kind as it is by default, and with the options that change its jobs. */
export const variants: Readonly<Record<string, Variant>> = {
  ...Object.fromEntries(Object.keys(kinds).map((kind) => [kind, { kind }])),
  ...Object.fromEntries(Object.keys(kinds).map((kind) => [`${kind}, special`, { kind, context: special }])),
  "container-app with TLS": {
    kind: "container-app",
    options: {
      repository: "team/web",
      engine: { tls: true, storageDriver: "vfs" },
      images: { python: "python:3.14-slim" },
    },
  },
  "container-image with a smoke test": {
    kind: "container-image",
    options: { smoke: "kubectl version --client", base: "stage" },
  },
  "kubernetes-deployer-app, stage's registry": {
    kind: "kubernetes-deployer-app",
    options: { registry: "environment", base: "public" },
  },
  "realworld-app, stage's registry": { kind: "realworld-app", options: { registry: "environment" } },
  "twelve-factor-app on Heroku": {
    kind: "twelve-factor-app",
    options: { deploy: "heroku", pythons: ["3.11", "3.12", "3.13"] },
  },
  "twelve-factor-app on Heroku, no reviews": {
    kind: "twelve-factor-app",
    options: { deploy: "heroku", reviews: false },
  },
  "twelve-factor-app, GitLab's registry, no reviews": {
    kind: "twelve-factor-app",
    options: { registry: "gitlab", reviews: false, pythons: ["3.13"] },
  },
  "infrastructure of one stage": {
    kind: "infrastructure",
    options: { stages: { test: "automatic" }, registryClean: true },
  },
};

export function pipelineOf(variant: Variant): Pipeline {
  const kind = kindOf(variant);
  return kind.pipeline(kind.options.parse(variant.options ?? {}), variant.context ?? context);
}

export function needsOf(variant: Variant): ProjectNeeds {
  const kind = kindOf(variant);
  return kind.needs(kind.options.parse(variant.options ?? {}), variant.context ?? context);
}

function kindOf({ kind }: Variant) {
  const found = kinds[kind];
  if (found === undefined) throw new Error(`There is no kind ${kind}`);
  return found;
}
