import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import {
  type EnvironmentNeed,
  kinds,
  type PipelineContext,
  type ProjectKind,
  type ProtectedBranch,
  renderPipeline,
} from "../pipelines/index.ts";
import type { Problem } from "../problems/index.ts";
import { nearest } from "../problems/nearest.ts";
import {
  optionProblems,
  type ProjectSettings,
  type Settings,
  seconds,
  settingPath,
} from "../settings/index.ts";
import { planVariables, type VariablePlan } from "./ci-variables.ts";
import type { PypiPlan } from "./pypi.ts";
import type { RegistryPlan } from "./registry.ts";

/** The complete plan of a project in the stage's group. */
export interface ProjectPlan {
  /** Path of the project in the group. */
  readonly name: string;
  readonly kind: string;
  readonly description: string;
  readonly visibility: ProjectSettings["visibility"];
  readonly mergeMethod: ProjectSettings["mergeMethod"];
  readonly squash: ProjectSettings["squash"];
  /** Branches that exist and are protected. The first is the default branch. */
  readonly branches: readonly [ProtectedBranch, ...ProtectedBranch[]];
  readonly protectedTags: readonly string[];
  readonly environments: readonly EnvironmentPlan[];
  readonly variables: readonly VariablePlan[];
  readonly schedules: readonly SchedulePlan[];
  /** The text of `.gitlab-ci.yml`. */
  readonly pipeline: string;
  /** Folder, relative to Pulumi.yaml, whose files a new project gets. */
  readonly starter: string | undefined;
  /** Seconds that the first pipelines of a project with a starter may take. */
  readonly pipelineTimeout: number;
  /** All tags that jobs ask for. */
  readonly runnerTags: readonly string[];
  /** Folders at which the runners of jobs with an engine need a volume. */
  readonly runnerVolumes: readonly string[];
}

export interface EnvironmentPlan extends EnvironmentNeed {
  readonly url: string | undefined;
  readonly description: string;
}

export interface SchedulePlan {
  readonly name: string;
  readonly cron: string;
  readonly timezone: string;
  /** Name of the branch. */
  readonly ref: string;
  readonly active: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

export interface ProjectContext {
  readonly settings: Settings;
  /** Folder of the checkout. */
  readonly root: string;
  readonly registry: RegistryPlan | undefined;
  readonly pypi: PypiPlan | undefined;
  readonly problems: Problem[];
  readonly warnings: string[];
}

/** The projects of the settings, in their order. Faults are added to `problems`. */
export function planProjects(context: ProjectContext): ProjectPlan[] {
  return Object.entries(context.settings.projects).flatMap(
    ([name, project]) => planProject(name, project, context) ?? [],
  );
}

function planProject(
  name: string,
  project: ProjectSettings,
  context: ProjectContext,
): ProjectPlan | undefined {
  const { settings, problems } = context;
  const path = (...keys: string[]) => settingPath(settings.file, ["projects", name, ...keys]);
  const kind = Object.hasOwn(kinds, project.kind) ? kinds[project.kind] : undefined;
  if (!kind) {
    problems.push(unknownOf("project kinds", path("kind"), project.kind, Object.keys(kinds)));
    return undefined;
  }
  const options = kind.options.safeParse(project.options);
  if (!options.success) {
    problems.push(...optionProblems(settings, name, project.options, options.error.issues));
    return undefined;
  }
  const needs = kind.needs(options.data, pipelineContext(name, context));
  const branches = mergedBranches(needs.branches, project);
  return {
    name,
    kind: project.kind,
    description: project.description || kind.description,
    visibility: project.visibility,
    mergeMethod: project.mergeMethod,
    squash: project.squash,
    branches,
    protectedTags: needs.protectedTags,
    environments: mergedEnvironments(needs.environments, project),
    variables: planVariables(needs.variables, { ...context, project: name }),
    schedules: schedules(project, branches, path, problems),
    pipeline: pipelineText(kind, options.data, pipelineContext(name, context)),
    starter: starter(project, branches[0], path("starter"), context),
    pipelineTimeout: seconds(project.pipelineTimeout),
    runnerTags: needs.runnerTags,
    runnerVolumes: needs.runnerVolumes ?? [],
  };
}

function pipelineContext(project: string, { settings, registry }: ProjectContext): PipelineContext {
  const tls = registry?.server?.tls;
  const privateAuthority = tls === "self-signed" || (typeof tls === "object" && tls.ca !== undefined);
  const isPlain = registry?.url.startsWith("http:");
  return {
    project,
    stage: settings.stage,
    privateAuthority,
    ...(isPlain && { insecureRegistry: registry?.address }),
  } as PipelineContext;
}

function pipelineText<Options>(
  kind: ProjectKind<Options>,
  options: Options,
  context: PipelineContext,
): string {
  return renderPipeline(kind.pipeline(options, context));
}

function mergedBranches(
  needs: readonly ProtectedBranch[],
  { branches }: ProjectSettings,
): ProjectPlan["branches"] {
  const own = needs.map((need) => ({ ...need, ...branches[need.name] }));
  const further = Object.entries(branches).filter(([name]) => !needs.some((need) => need.name === name));
  const all = [...own, ...further.map(([name, levels]) => ({ name, ...levels }))];
  return all as unknown as ProjectPlan["branches"];
}

function mergedEnvironments(
  needs: readonly EnvironmentNeed[],
  { environments }: ProjectSettings,
): EnvironmentPlan[] {
  const own = needs.map((need) => ({ url: undefined, description: "", ...need }));
  const given = Object.entries(environments).map(([name, each]) => ({ name, url: each.url, ...each }));
  return [...new Map([...own, ...given].map((each) => [each.name, each])).values()];
}

function schedules(
  { schedules }: ProjectSettings,
  branches: ProjectPlan["branches"],
  path: (...keys: string[]) => string,
  problems: Problem[],
): SchedulePlan[] {
  const known = branches.map(({ name }) => name);
  return Object.entries(schedules).map(([name, { ref = branches[0].name, variables, ...rest }]) => {
    if (!known.includes(ref))
      problems.push(unknownOf("branches", path("schedules", name, "ref"), ref, known));
    const texts = Object.entries(variables).map(([key, value]) => [key, String(value)]);
    return { name, ref, ...rest, variables: Object.fromEntries(texts) };
  });
}

/** The starter of a project. Its files are pushed to the default branch, so somebody must be allowed to push there. */
function starter(
  { starter }: ProjectSettings,
  { name: branch, push }: ProtectedBranch,
  path: string,
  { root, problems }: ProjectContext,
): string | undefined {
  if (starter === undefined) return undefined;
  const examples = join(root, "examples");
  if (!existsSync(join(examples, starter))) {
    const known = existsSync(examples) ? readdirSync(examples).sort() : [];
    problems.push(unknownOf("folders of examples/", path, starter, known));
  }
  if (push === "no one") {
    problems.push({
      path,
      expected: `somebody to be allowed to push to ${branch}`,
      found: "no one",
      remedy: `let maintainers push to it, or write the project's first files by hand and remove starter`,
    });
  }
  return `examples/${starter}`;
}

function unknownOf(what: string, path: string, name: string, known: readonly string[]): Problem {
  const near = nearest(name, known);
  return {
    path,
    expected: `one of the ${what} ${known.join(", ")}`,
    found: JSON.stringify(name),
    remedy: near ? `write ${near}` : "correct it",
  };
}
