import type { ProjectKind } from "./kind.ts";
import { appEngineApp } from "./kinds/app-engine-app.ts";
import { containerApp } from "./kinds/container-app.ts";
import { containerImage } from "./kinds/container-image.ts";
import { infrastructure } from "./kinds/infrastructure.ts";
import { kubernetesDeployerApp } from "./kinds/kubernetes-deployer-app.ts";
import { pythonModule } from "./kinds/python-module.ts";
import { realworldApp } from "./kinds/realworld-app.ts";
import { twelveFactorApp } from "./kinds/twelve-factor-app.ts";

export { engineTag } from "./jobs/docker.ts";
export type {
  AccessLevel,
  EnvironmentNeed,
  PipelineContext,
  ProjectKind,
  ProjectNeeds,
  ProtectedBranch,
  VariableNeed,
  VariableSource,
} from "./kind.ts";
export type { Job, Pipeline } from "./pipeline.ts";
export { renderPipeline } from "./render.ts";

/** All kinds of projects by name. A kind's `options` schema checks options before the kind gets them. */
export const kinds: Readonly<Record<string, ProjectKind>> = Object.fromEntries(
  [
    pythonModule,
    containerApp,
    containerImage,
    appEngineApp,
    kubernetesDeployerApp,
    realworldApp,
    twelveFactorApp,
    infrastructure,
  ].map((kind) => [kind.name, kind as ProjectKind]),
);
