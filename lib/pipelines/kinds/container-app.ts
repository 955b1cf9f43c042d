import type { z } from "zod";
import { mainAndDev } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { imagesOption } from "../job-images.ts";
import { engineOption, engineVolumes } from "../jobs/docker.ts";
import { pythonTest, reportFlags } from "../jobs/python.ts";
import { releaseImage } from "../jobs/release.ts";
import type { ProjectKind } from "../kind.ts";
import { optionsOf, repositoryName } from "../options.ts";
import { onBranch, when, workflow } from "../rules.ts";
import { trustNeeds } from "../shell/trust.ts";
import { baseImagesNeed, registryNeeds } from "../variable-needs.ts";

const optionsForm = optionsOf({
  repository: repositoryName.optional().meta({
    description: "The image's repository below the stage's registry.",
    absent: "the project's name",
  }),
  images: imagesOption("python", "docker", "dind"),
  engine: engineOption,
});

/** An application in a container. Its image is tested, and pushed as `dev.<version>` and `prod.<version>`. */
export const containerApp: ProjectKind<z.output<typeof optionsForm>> = {
  name: "container-app",
  description: "An application in a container: tests, and an image pushed to the stage's registry",
  options: optionsForm,
  needs: ({ engine }, context) => ({
    variables: [...registryNeeds(true), baseImagesNeed, ...trustNeeds(context)],
    branches: mainAndDev,
    protectedTags: [],
    environments: [],
    runnerTags: ["shared", "containers"],
    ...engineVolumes(engine),
  }),
  pipeline: ({ repository, ...chosen }, context) => ({
    comment:
      "An application in a container: tested on dev; its image is built on dev and on the default branch.",
    workflow: workflow("main", "dev"),
    stages: ["test", "build"],
    default: defaults,
    jobs: {
      test: pythonTest(
        {
          image: chosen.images.python,
          rules: [onBranch("dev"), when.mergeRequest, when.schedule],
          requirements: ["requirements.txt", "requirements-test.txt"],
          script: ["if [ -f test_setup.py ]; then python test_setup.py; fi", `pytest ${reportFlags}`],
        },
        context,
      ),
      build: releaseImage(
        {
          ...chosen,
          repository: repository ?? context.project,
          prefixes: { main: "prod.", dev: "dev." },
          base: "public",
        },
        context,
      ),
    },
  }),
};
