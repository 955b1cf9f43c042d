import { z } from "zod";
import { imagesOption } from "../job-images.ts";
import { booleanOption, optionsOf, textOption } from "../options.ts";
import { engineOption } from "./docker.ts";

const aStage = 'a name of a stage such as "dev"';
const stagesByName = 'names of stages, each automatic or manual, such as {"dev": "automatic"}';
const stageName = textOption(aStage, /^[a-z][a-z0-9-]*$/);

/** The options of the kind `infrastructure`. */
export const stageOptions = optionsOf({
  stages: z
    .record(stageName, z.enum(["automatic", "manual"], { error: "automatic or manual" }), {
      error: (issue) => (issue.code === "invalid_key" ? aStage : stagesByName),
    })
    .default({ dev: "automatic", prod: "manual" })
    .describe("How a change of the default branch reaches each stage."),
  registryClean: booleanOption
    .default(false)
    .describe(
      "Whether each scheduled pipeline also [cleans the registry](releases.md#clean-the-registry) of each stage.",
    ),
  images: imagesOption("node", "dind"),
  engine: engineOption,
});

export type StageOptions = z.output<typeof stageOptions>;
