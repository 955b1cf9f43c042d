import type { z } from "zod";
import { main, production } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { baseOption, buildCommand, dockerJob, engineOption, engineVolumes } from "../jobs/docker.ts";
import { clusterNeeds } from "../jobs/kubernetes.ts";
import { coverage, testReports } from "../jobs/python.ts";
import type { PipelineContext, ProjectKind } from "../kind.ts";
import { optionsOf } from "../options.ts";
import type { Job, JobEnvironment, Rule } from "../pipeline.ts";
import { registries } from "../registries.ts";
import { registryOption } from "../registry-option.ts";
import { asManual, notScheduled, onBranch, when, workflow } from "../rules.ts";
import { type DockerLogin, pushImage } from "../shell/docker.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { baseImagesNeed, pullNeed, registryNeeds } from "../variable-needs.ts";

const optionsForm = optionsOf({
  base: baseOption
    .default("stage")
    .describe("Whose images it builds on: public ones, or another project of the stage."),
  registry: registryOption("google", "environment"),
  images: imagesOption("docker", "dind", "deployer"),
  engine: engineOption,
});

type Options = z.output<typeof optionsForm>;

/** A server and its workers on Kubernetes. `main` deploys to staging, `production` to production. */
export const kubernetesDeployerApp: ProjectKind<Options> = {
  name: "kubernetes-deployer-app",
  description: "A server and a worker on Kubernetes, from an image that is tested before it is deployed",
  options: optionsForm,
  needs: ({ registry, engine }) => ({
    variables: [
      // The deployer and the base image come from the stage's registry, even if the application's image goes elsewhere.
      ...registryNeeds(false),
      ...(registry === "environment" ? [] : registries[registry].needs(false)),
      pullNeed,
      baseImagesNeed,
      ...clusterNeeds,
    ],
    branches: [main, production],
    protectedTags: [],
    environments: [
      { name: "staging", tier: "staging" },
      { name: "production", tier: "production" },
    ],
    runnerTags: ["containers"],
    ...engineVolumes(engine),
  }),
  pipeline: (chosen, context) => ({
    comment:
      "A server and its workers on Kubernetes: every push is built and tested; the default branch is staging,\nthe branch production is production.",
    workflow: workflow("main", "production"),
    stages: ["build", "test", "staging", "production"],
    variables: {
      ROLLBACK_TAG: {
        value: "",
        description: "For the rollback jobs: the commit whose image shall run again",
      },
      ...registries[chosen.registry].variables(context.project),
    },
    default: defaults,
    jobs: {
      "build image": buildImage(chosen, context),
      "test image": testImage(chosen, context),
      "deploy to staging": deployTo("staging", when.defaultBranch, chosen, context),
      "rollback staging": rollback("staging", when.defaultBranch, chosen, context),
      "deploy to production": deployTo("production", onBranch("production"), chosen, context),
      "rollback production": rollback("production", onBranch("production"), chosen, context),
    },
  }),
};

/** An image for each pipeline and commit, never `latest`, so that a rollback can name any of them. */
const built = `image="$IMAGE:$CI_PIPELINE_ID-$CI_COMMIT_SHORT_SHA"`;
const everyPush: readonly Rule[] = [notScheduled, when.anyBranch, when.mergeRequest];

function logins({ registry }: Options): DockerLogin[] {
  const { environment } = registries;
  return [environment.login, ...(registry === "environment" ? [] : [registries[registry].login])];
}

function buildImage(chosen: Options, context: PipelineContext): Job {
  return {
    ...dockerJob(chosen, context, ...logins(chosen)),
    stage: "build",
    rules: everyPush,
    timeout: "30 minutes",
    script: [built, buildCommand(chosen.base), pushImage],
  };
}

function testImage(chosen: Options, context: PipelineContext): Job {
  return {
    ...dockerJob(chosen, context, ...logins(chosen)),
    comment: "The tests run in the very image that will be deployed.",
    stage: "test",
    rules: everyPush,
    script: [
      built,
      'docker pull --quiet "$image"',
      `# Run the tests in the image, and copy the reports out of it also when they fail
failed=0
docker run --name tests --env COVERAGE_FILE=/tmp/coverage "$image" sh -c '
  mkdir -p /tmp/reports
  failed=0
  coverage run --source=. -m pytest -p no:cacheprovider --junitxml=/tmp/reports/junit.xml || failed=$?
  coverage xml -o /tmp/reports/coverage.xml
  coverage report
  exit $failed' || failed=$?
docker cp tests:/tmp/reports reports
exit $failed
`,
    ],
    coverage,
    artifacts: testReports,
  };
}

/** A job in the deployer's image, which has Docker's client, kubectl and `deploy`. */
function deployer(name: "staging" | "production", chosen: Options, context: PipelineContext) {
  const environment: JobEnvironment = { name, deployment_tier: name };
  return {
    ...dockerJob(chosen, context, ...logins(chosen)),
    stage: name,
    image: chosen.images.deployer,
    environment,
    resource_group: name,
    interruptible: false,
  } satisfies Partial<Job>;
}

const requireCluster = requireVariables("KUBE_URL", "KUBE_TOKEN", "KUBE_CA_PEM");

/** A script that makes both deployments run `$image` and waits for them. */
const roll = [
  'export DEPLOY_IMAGE="$image"',
  'deploy "$CI_PROJECT_NAME-$CI_ENVIRONMENT_SLUG-worker"',
  'deploy "$CI_PROJECT_NAME-$CI_ENVIRONMENT_SLUG-server"',
];

function deployTo(
  name: "staging" | "production",
  rule: Rule,
  chosen: Options,
  context: PipelineContext,
): Job {
  return {
    ...deployer(name, chosen, context),
    rules: [notScheduled, rule],
    script: [
      requireCluster,
      built,
      'docker pull --quiet "$image"',
      'environment_image="$IMAGE-$CI_ENVIRONMENT_SLUG:$CI_COMMIT_SHA"',
      'docker tag "$image" "$environment_image"',
      'image="$environment_image"',
      pushImage,
      ...roll,
    ],
  };
}

function rollback(
  name: "staging" | "production",
  rule: Rule,
  chosen: Options,
  context: PipelineContext,
): Job {
  return {
    ...deployer(name, chosen, context),
    comment: "Start it with the variable ROLLBACK_TAG, a commit that was deployed here before.",
    rules: [notScheduled, asManual(rule)],
    // A rollback can start at once, also if the pipeline's own build fails.
    needs: [],
    script: [
      requireCluster,
      requireVariables("ROLLBACK_TAG"),
      `# The image that ran then
image="$IMAGE-$CI_ENVIRONMENT_SLUG:$ROLLBACK_TAG"
if ! docker pull --quiet "$image"; then
  echo "There is no image $image: give ROLLBACK_TAG the whole SHA of a commit that was deployed to $CI_ENVIRONMENT_NAME." >&2
  exit 1
fi
`,
      ...roll,
    ],
  };
}
