import { expect, test } from "vitest";
import { awaitedImages } from "../../../lib/plan/awaited-images.ts";
import type { ProjectPlan } from "../../../lib/plan/projects.ts";
import type { RegistryPlan } from "../../../lib/plan/registry.ts";
import type { PlacedStack } from "../../../lib/plan/stacks.ts";

const registry = { repositories: "10.0.0.60:5000/docker-local" } as RegistryPlan;
const project = (name: string, starter?: string) => ({ name, starter, pipelineTimeout: 600 }) as ProjectPlan;
const stack = (...references: string[]) =>
  ({ plan: { images: references.map((reference) => ({ reference })) } }) as unknown as PlacedStack;

test("images in the stage's registry with the name of a project with a starter, with any tag", () => {
  const app = "10.0.0.60:5000/docker-local/app:dev.1.0.0";
  const others = [
    "10.0.0.60:5000/docker-local/app-two:1",
    "10.0.0.60:5000/docker-local/old:1",
    "10.0.0.60:5000/app:1",
    "app:1",
  ];
  const projects = [project("app", "examples/app"), project("old")];
  expect(awaitedImages(stack(app, ...others), registry, projects)).toEqual([
    { reference: app, project: "app", timeout: 600 },
  ]);
  expect(awaitedImages(stack(app), undefined, projects)).toEqual([]);
});
