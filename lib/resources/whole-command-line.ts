import * as pulumi from "@pulumi/pulumi";
import type { ContainerPlan } from "../compose/index.ts";
import { type Problem, problemLine } from "../problems/index.ts";
import type { EngineImageResource } from "../rollout/image.ts";
import { replacementBarrier } from "../rollout/replacement-barrier.ts";
import { hideSecrets } from "./hide-secrets.ts";

export interface CommandLineContext {
  /** The image's reference in the compose file. */
  readonly reference: string;
  /** The image. Undefined if it is neither pulled nor built. */
  readonly image: EngineImageResource | undefined;
  /** The entrypoint of an image that is on the engine. */
  readonly entrypointOf: (image: string) => Promise<readonly string[]>;
  /** Secret values. Words that contain one become secrets. */
  readonly secrets: readonly string[];
}

/**
 * The entrypoint of a container whose command has an empty word. The provider accepts an empty word only in an
 * entrypoint. So the command is appended to the image's own entrypoint, and the container runs the same words.
 */
export function wholeCommandLine(
  plan: ContainerPlan,
  { reference, image, entrypointOf, secrets }: CommandLineContext,
): pulumi.Output<string[]> {
  const id = pulumi.output(image?.imageId ?? reference);
  return pulumi.all([id, hideSecrets(plan.afterEntrypoint ?? [], secrets)]).apply(async ([id, words]) => {
    const line = [...(await entrypointOf(id)), ...words];
    const problem = commandLineProblem(plan, reference, line);
    return problem ? replacementBarrier.fail(new pulumi.RunError(problemLine(problem))) : line;
  });
}

/** The problem of a command line that begins with an empty word. */
export function commandLineProblem(
  { service, where }: Pick<ContainerPlan, "service" | "where">,
  reference: string,
  line: readonly string[],
): Problem | undefined {
  if (line[0] !== "") return undefined;
  return {
    path: where,
    expected: `services.${service}.command that begins with a program, as image ${reference} has no entrypoint`,
    found: "an empty word",
    remedy: "name a program, or remove the empty word",
  };
}
