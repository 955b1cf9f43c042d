import { z } from "zod";
import { mainAndDev } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { engineOption, engineVolumes } from "../jobs/docker.ts";
import { herokuJobs, herokuNeeds } from "../jobs/heroku.ts";
import { imageJobs } from "../jobs/image-jobs.ts";
import { namespaceNeeds } from "../jobs/kubernetes.ts";
import { kubernetesJobs } from "../jobs/namespaces.ts";
import { pipCache, pythonTest, reportFlags, virtualEnvironment } from "../jobs/python.ts";
import type { EnvironmentNeed, PipelineContext, ProjectKind } from "../kind.ts";
import { booleanOption, optionsOf, textOption } from "../options.ts";
import type { Job, Rule } from "../pipeline.ts";
import { registries } from "../registries.ts";
import { registryOption } from "../registry-option.ts";
import { when, workflow } from "../rules.ts";
import { trustNeeds } from "../shell/trust.ts";
import { baseImagesNeed, pullNeed, registryNeeds } from "../variable-needs.ts";

const python = textOption('a version of Python in quotes such as "3.13"', /^3\.\d+$/);

const optionsForm = optionsOf({
  deploy: z
    .enum(["kubernetes", "heroku"], { error: "kubernetes or heroku" })
    .default("kubernetes")
    .describe("Where it is deployed."),
  registry: registryOption("environment", "gitlab"),
  pythons: z
    .array(python, { error: "versions of Python" })
    .min(1, { error: "at least one version of Python" })
    .default(["3.12", "3.13"])
    .describe("Versions of Python. All are tested, the last one builds."),
  reviews: booleanOption.default(true).describe("Environments of branches that are not merged yet."),
  domain: textOption('a domain such as "example.com"', /^([a-z0-9-]+\.)+[a-z]+$/)
    .default("example.com")
    .describe("Domain of staging, www and reviews on Kubernetes."),
  pythonImage: textOption(
    'an image with $PYTHON_VERSION such as "python:$PYTHON_VERSION-slim"',
    /\$PYTHON_VERSION/,
  )
    .default("python:$PYTHON_VERSION-slim")
    .describe("Image of each version of Python."),
  images: imagesOption("docker", "dind", "deployer", "ruby"),
  engine: engineOption,
});

type Options = z.output<typeof optionsForm>;

/** A twelve-factor service: build, release and run are separate. */
export const twelveFactorApp: ProjectKind<Options> = {
  name: "twelve-factor-app",
  description: "A Python service with build, release and run apart, on Kubernetes or Heroku",
  options: optionsForm,
  needs: (chosen, context) => ({
    variables: [
      ...registries[chosen.registry].needs(false),
      ...(chosen.deploy === "heroku" ? herokuNeeds(chosen.reviews) : clusterVariables(chosen)),
      baseImagesNeed,
      ...trustNeeds(context),
    ],
    branches: mainAndDev,
    protectedTags: ["v*"],
    environments,
    runnerTags: ["shared", "containers"],
    ...engineVolumes(chosen.engine),
  }),
  pipeline: (chosen, context) => ({
    comment:
      "A twelve-factor service: built and tested, released as an image, run on staging and in production.",
    workflow: workflow("main"),
    stages: ["build", "test", "build-docker", "deploy", "cleanup"],
    variables: registries[chosen.registry].variables(context.project),
    default: defaults,
    jobs: {
      build: buildPackage(chosen, context),
      test: testMatrix(chosen, context),
      ...imageJobs(chosen, context),
      ...(chosen.deploy === "heroku"
        ? herokuJobs(context.project, chosen)
        : kubernetesJobs(context.project, chosen)),
    },
  }),
};

const environments: readonly EnvironmentNeed[] = [
  { name: "staging", tier: "staging" },
  { name: "production", tier: "production" },
];

const everywhere: readonly Rule[] = [when.anyBranch, when.mergeRequest, when.tag];

/** Variables for the cluster, and for the registry of the image with kubectl. */
function clusterVariables({ registry, reviews }: Options) {
  const address = registryNeeds(false).filter(({ name }) => name === "DOCKER_REGISTRY");
  return [...namespaceNeeds(reviews), ...(registry === "environment" ? [] : address), pullNeed];
}

function buildPackage({ pythons, pythonImage }: Options, context: PipelineContext): Job {
  const { cache, variables } = pipCache("requirements.txt", "pyproject.toml");
  return {
    stage: "build",
    image: pythonImage,
    tags: ["shared"],
    rules: everywhere,
    cache,
    variables: { PYTHON_VERSION: pythons.at(-1) ?? "", ...variables },
    before_script: virtualEnvironment(context),
    script: ["pip install -r requirements.txt", "pip install build==1.6.1", "python -m build --wheel"],
    artifacts: { expire_in: "1 week", paths: ["dist/"] },
  };
}

function testMatrix({ pythons, pythonImage }: Options, context: PipelineContext): Job {
  const job = pythonTest(
    {
      image: pythonImage,
      rules: everywhere,
      requirements: ["requirements.txt", "requirements-test.txt"],
      script: [`pytest ${reportFlags}`],
    },
    context,
  );
  return { ...job, parallel: { matrix: [{ PYTHON_VERSION: pythons }] } };
}
