import type { z } from "zod";
import { mainAndDev } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { dockerJob, engineOption, engineVolumes } from "../jobs/docker.ts";
import { clusterName, realworldNeeds } from "../jobs/kops.ts";
import { pipCache, pythonTest, reportFlags, virtualEnvironment } from "../jobs/python.ts";
import type { PipelineContext, ProjectKind } from "../kind.ts";
import { optionsOf } from "../options.ts";
import type { Job, Rule } from "../pipeline.ts";
import { registries } from "../registries.ts";
import { registryOption } from "../registry-option.ts";
import { notScheduled, onBranch, when, workflow } from "../rules.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { trustNeeds } from "../shell/trust.ts";
import { baseImagesNeed, pullNeed, registryNeeds } from "../variable-needs.ts";

const optionsForm = optionsOf({
  registry: registryOption("hub", "environment"),
  images: imagesOption("python", "docker", "dind", "kopsDeployer"),
  engine: engineOption,
});

type Options = z.output<typeof optionsForm>;

/** A Flask API with a database on a Kubernetes cluster, which its own pipeline creates with kops. */
export const realworldApp: ProjectKind<Options> = {
  name: "realworld-app",
  description: "A Flask API with PostgreSQL on a Kubernetes cluster made by kops",
  options: optionsForm,
  needs: ({ registry, engine }, context) => ({
    variables: [
      ...registries[registry].needs(true),
      ...realworldNeeds,
      // The image with kubectl and kops comes from the stage's registry.
      ...registryNeeds(true).filter(({ name }) => registry !== "environment" && name === "DOCKER_REGISTRY"),
      pullNeed,
      baseImagesNeed,
      ...trustNeeds(context),
    ],
    branches: mainAndDev,
    protectedTags: ["v*"],
    environments: [{ name: "production", tier: "production" }],
    runnerTags: ["shared", "containers"],
    ...engineVolumes(engine),
  }),
  pipeline: (chosen, context) => ({
    comment: "A Flask API with a database: tested, packed, and deployed to a cluster that kops makes.",
    workflow: workflow("main", "dev"),
    stages: ["test", "pack", "cluster", "deploy"],
    variables: registries[chosen.registry].variables(context.project),
    default: defaults,
    jobs: {
      "test.app": {
        ...test(["flask test"], chosen.images.python, context),
        comment: "Required: where a test fails the pipeline ends.",
      },
      "lint.app": lint(chosen.images.python, context),
      "pack.app": pack(chosen, context),
      "cluster.kops": {
        ...onCluster(chosen.images.kopsDeployer),
        comment: "Makes the cluster or brings it up to date, and waits until it is valid.",
        stage: "cluster",
        timeout: "1 hour",
        script: ["sh .ci/kops_deploy.sh"],
      },
      "deploy.postgres": deploy("postgres", [], chosen),
      "deploy.app": deploy("app", ["deploy.postgres"], chosen),
      "deploy.nginx-ingress": deploy("nginx-ingress", ["deploy.app"], chosen),
    },
  }),
};

const everywhere: readonly Rule[] = [when.anyBranch, when.mergeRequest, when.tag];
const released: readonly Rule[] = [notScheduled, when.defaultBranch, when.tag];
const requirements = ["requirements.txt", "requirements-test.txt"];

function test(script: readonly string[], image: string, context: PipelineContext): Job {
  const job = pythonTest({ image, rules: everywhere, requirements, script }, context);
  return { ...job, variables: { ...job.variables, PYTEST_ADDOPTS: reportFlags } };
}

function lint(image: string, context: PipelineContext): Job {
  return {
    comment: "A warning: what flake8 finds does not hold anything up.",
    stage: "test",
    image,
    tags: ["shared"],
    rules: everywhere,
    allow_failure: true,
    ...pipCache(...requirements),
    before_script: virtualEnvironment(context),
    script: [...requirements.map((file) => `pip install -r ${file}`), "flask lint"],
  };
}

function pack(chosen: Options, context: PipelineContext): Job {
  return {
    ...dockerJob(chosen, context, registries[chosen.registry].login),
    comment: "The image, migrations included, tagged with the commit's tag or else its short SHA.",
    stage: "pack",
    rules: [notScheduled, when.defaultBranch, onBranch("dev"), when.tag],
    timeout: "30 minutes",
    script: ["sh .ci/docker_pack.sh"],
  };
}

/** The common part of jobs that use the cluster: one at a time, and never interrupted. */
function onCluster(image: string): Omit<Job, "stage" | "script"> {
  return {
    image,
    tags: ["shared"],
    rules: released,
    resource_group: "production",
    interruptible: false,
    before_script: [
      clusterName,
      requireVariables("K8S_CLUSTER_NAME", "KOPS_STATE_STORE", "KOPS_FEATURE_FLAGS", "GCP_CREDENTIAL_FILE"),
      'export GOOGLE_APPLICATION_CREDENTIALS="$GCP_CREDENTIAL_FILE"',
    ],
  };
}

function deploy(what: string, after: readonly string[], { images, registry }: Options): Job {
  const job = onCluster(images.kopsDeployer);
  const { host, password, isEncoded } = registries[registry].login;
  const decoded = isEncoded ? " | base64 -d" : "";
  return {
    ...job,
    stage: "deploy",
    needs: ["cluster.kops", ...after],
    environment: { name: "production", deployment_tier: "production" },
    script: [
      requireVariables("CONDUIT_SECRET", "DB_USER", "DB_PASSWORD"),
      `# The cluster pulls with this login
export REGISTRY_HOST=${host}
REGISTRY_PASSWORD=$(printf '%s' "$${password}"${decoded})
export REGISTRY_PASSWORD
`,
      `sh .ci/k8s_deploy.sh ${what}`,
    ],
  };
}
