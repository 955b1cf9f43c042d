import type { z } from "zod";
import { mainAndDev } from "../branches.ts";
import { defaults } from "../defaults.ts";
import { baseOption, dockerOptions, engineVolumes } from "../jobs/docker.ts";
import { releaseImage } from "../jobs/release.ts";
import type { ProjectKind } from "../kind.ts";
import { optionsOf, repositoryName, textOption } from "../options.ts";
import { workflow } from "../rules.ts";
import { baseImagesNeed, registryNeeds } from "../variable-needs.ts";

const optionsForm = optionsOf({
  repository: repositoryName.optional().meta({
    description: "The image's repository below the stage's registry.",
    absent: "the project's name",
  }),
  smoke: textOption('a command in one line such as "kubectl version --client"', /^[^\n]+$/)
    .optional()
    .meta({ description: "A command that the image must run before it is pushed.", absent: "none" }),
  base: baseOption.default("public").describe("Whose images it builds on."),
  ...dockerOptions,
});

/** A base image for other projects, or an image in which their jobs run. */
export const containerImage: ProjectKind<z.output<typeof optionsForm>> = {
  name: "container-image",
  description: "An image for other projects, such as a base image or the deployer",
  options: optionsForm,
  needs: ({ engine }) => ({
    variables: [...registryNeeds(true), baseImagesNeed],
    branches: mainAndDev,
    protectedTags: [],
    environments: [],
    runnerTags: ["containers"],
    ...engineVolumes(engine),
  }),
  pipeline: ({ repository, smoke, ...chosen }, context) => ({
    comment: "An image for other projects: built on dev and on the default branch, tagged with its version.",
    workflow: workflow("main", "dev"),
    stages: ["build"],
    default: defaults,
    jobs: {
      build: releaseImage(
        {
          ...chosen,
          repository: repository ?? context.project,
          prefixes: { main: "", dev: "dev." },
          check: smoke === undefined ? [] : [`docker run --rm "$image" ${smoke}`],
        },
        context,
      ),
    },
  }),
};
