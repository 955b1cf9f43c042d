import type { ProjectPlan } from "./projects.ts";
import type { RegistryPlan } from "./registry.ts";
import type { PlacedStack } from "./stacks.ts";

/** An image of a stack that a project of the stage builds. */
export interface AwaitedImagePlan {
  readonly reference: string;
  readonly project: string;
  /** Seconds to wait for the image. */
  readonly timeout: number;
}

/** The images of a stack that come from pipelines of projects with a starter. They have the names of their projects. */
export function awaitedImages(
  { plan }: PlacedStack,
  registry: RegistryPlan | undefined,
  projects: readonly ProjectPlan[],
): AwaitedImagePlan[] {
  if (!registry) return [];
  const begun = projects.filter(({ starter }) => starter !== undefined);
  return plan.images.flatMap(({ written, reference: runs }) => {
    const reference = written ?? runs;
    const project = begun.find(({ name }) => reference.startsWith(`${registry.repositories}/${name}:`));
    return project ? [{ reference, project: project.name, timeout: project.pipelineTimeout }] : [];
  });
}
