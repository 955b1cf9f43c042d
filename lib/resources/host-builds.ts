import * as pulumi from "@pulumi/pulumi";
import type { BuildxBuilder } from "../docker/buildx-builder.ts";
import type { Engine } from "../docker/client.ts";
import { orEngineProblem } from "../docker/engine-problems.ts";
import { type EngineImage, inspectImage } from "../docker/images.ts";
import { buildLabel } from "../docker/labels.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import { replacementBarrier } from "../rollout/replacement-barrier.ts";

/** An image that was built for a stage. */
export interface ImageBuild {
  /** Logical name of the image. */
  readonly where: string;
  readonly reference: string;
  readonly id: string;
  /** The value that its `buildLabel` must have. */
  readonly context: string;
}

/** Makes sure that the images of a host are built by its own engine. */
export class HostBuilds {
  readonly hooks: {
    readonly beforeCreate: pulumi.ResourceHook[];
    readonly afterCreate: pulumi.ResourceHook[];
    readonly onError: pulumi.ErrorHook[];
  };
  /** Name of the buildx builder. */
  readonly builder: string;
  readonly #host: string;
  readonly #engine: Engine;

  constructor(host: string, engine: Engine, builder: BuildxBuilder) {
    this.builder = builder.name;
    this.#host = host;
    this.#engine = engine;
    this.hooks = {
      beforeCreate: [new pulumi.ResourceHook(`${host}: build begins`, () => builder.open())],
      afterCreate: [new pulumi.ResourceHook(`${host}: build ended`, () => builder.close())],
      onError: [
        new pulumi.ErrorHook(`${host}: build failed`, async ({ failedOperation }) => {
          if (failedOperation === "create") builder.close();
          await replacementBarrier.close();
          return false;
        }),
      ],
    };
  }

  /**
   * The id of an image, after the host's engine has shown that it was built there from these sources.
   * @throws RunError if it was not
   */
  async confirmed(build: ImageBuild): Promise<string> {
    const image = await orEngineProblem(build.where, inspectImage(this.#engine, build.id));
    if (image?.labels[buildLabel] === build.context) return build.id;
    return replacementBarrier.fail(new pulumi.RunError(problemLine(this.#problem(build, image))));
  }

  #problem({ where, reference }: ImageBuild, image: EngineImage | undefined): Problem {
    return {
      path: where,
      expected: `image ${reference} on ${this.#host} to be built by its engine from the stack's files`,
      found: image ? "another image of that name" : "none",
      remedy: `remove it there ("docker image rm --force ${reference}"), then run "make up"`,
    };
  }
}
