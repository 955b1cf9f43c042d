import type { ProjectKind } from "./kind.ts";
import { containerApp } from "./kinds/container-app.ts";
import { pythonModule } from "./kinds/python-module.ts";

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
export type { Pipeline } from "./pipeline.ts";
export { renderPipeline } from "./render.ts";

/** Every kind of project by its name. Options are checked by the kind's `options` before they reach it. */
export const kinds: Readonly<Record<string, ProjectKind>> = Object.fromEntries(
  [pythonModule, containerApp].map((kind) => [kind.name, kind as ProjectKind]),
);
