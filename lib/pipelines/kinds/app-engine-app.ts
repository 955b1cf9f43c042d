import type { z } from "zod";
import { mainAndDev } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { pipCache, pythonTest } from "../jobs/python.ts";
import type { PipelineContext, ProjectKind } from "../kind.ts";
import { optionsOf } from "../options.ts";
import type { Job } from "../pipeline.ts";
import { googleProject } from "../registries.ts";
import { notScheduled, when, workflow } from "../rules.ts";
import { requireVariables } from "../shell/require-variables.ts";
import { trustAuthority, trustNeeds } from "../shell/trust.ts";
import { secretNeed, settingNeed } from "../variable-needs.ts";

const optionsForm = optionsOf({ images: imagesOption("python", "googleCloud") });

const everywhere = [when.anyBranch, when.mergeRequest];

/** An application on Google App Engine. Its dependencies are deployed with its source. */
export const appEngineApp: ProjectKind<z.output<typeof optionsForm>> = {
  name: "app-engine-app",
  description: "A Flask application on Google App Engine, deployed from the default branch",
  options: optionsForm,
  needs: (_, context) => ({
    variables: [
      secretNeed("GAE_KEY", "The JSON key of the service account that deploys", {
        form: "file",
        environment: "production",
        allowed: { pattern: /^\s*\{[\s\S]*"private_key"/, text: "the JSON key of a service account" },
      }),
      settingNeed("GAE_PROJECT", "The Google Cloud project of the application", {
        isProtected: true,
        allowed: googleProject,
      }),
      ...trustNeeds(context),
    ],
    branches: mainAndDev,
    protectedTags: [],
    environments: [{ name: "production", tier: "production" }],
    runnerTags: ["shared"],
  }),
  pipeline: ({ images }, context) => ({
    comment: "An application on Google App Engine: vendored, tested, and deployed from the default branch.",
    workflow: workflow("main", "dev"),
    stages: ["build", "test", "deploy"],
    default: defaults,
    jobs: {
      back: vendor(images.python, context),
      test: pythonTest(
        { image: images.python, rules: everywhere, requirements: ["requirements-test.txt"] },
        context,
      ),
      deploy_production: deploy(images.googleCloud),
    },
  }),
};

function vendor(image: string, context: PipelineContext): Job {
  return {
    comment: "App Engine runs what it is given: the dependencies travel in app/lib, to the tests as well.",
    stage: "build",
    image,
    tags: ["shared"],
    rules: everywhere,
    ...pipCache("app/requirements.txt"),
    before_script: trustAuthority(context),
    script: ["pip install --target app/lib --requirement app/requirements.txt"],
    artifacts: { expire_in: "1 week", paths: ["app/lib/"] },
  };
}

function deploy(image: string): Job {
  return {
    stage: "deploy",
    image,
    tags: ["shared"],
    rules: [notScheduled, when.defaultBranch],
    environment: { name: "production", deployment_tier: "production" },
    resource_group: "production",
    interruptible: false,
    notes: { after_script: "Also after a failure: neither the key nor the login made with it stays behind." },
    variables: { CLOUDSDK_CONFIG: "/tmp/gcloud", CLOUDSDK_CORE_DISABLE_PROMPTS: "1" },
    script: [
      requireVariables("GAE_KEY", "GAE_PROJECT"),
      'gcloud config set project "$GAE_PROJECT"',
      'gcloud auth activate-service-account --key-file "$GAE_KEY"',
      "gcloud --quiet app deploy app.yaml",
    ],
    after_script: ['rm -rf "$GAE_KEY" "$CLOUDSDK_CONFIG"'],
  };
}
