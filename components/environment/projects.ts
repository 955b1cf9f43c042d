import type * as pulumi from "@pulumi/pulumi";
import type { StagePlan } from "../../lib/plan/index.ts";
import type { Declared } from "../../lib/resources/declared-value.ts";
import type { ServerLogin } from "../../lib/resources/login.ts";
import type { ProjectOutput } from "../../lib/state/index.ts";
import type { AwaitedPipelines } from "../AwaitedPipelines.ts";
import type { StageValues } from "../CiVariables.ts";
import type { GitLab } from "../GitLab.ts";
import { GitLabProject } from "../GitLabProject.ts";
import type { HostOf } from "../Host.ts";
import { ProjectContent } from "../ProjectContent.ts";
import { Runner } from "../Runner.ts";

export interface StageProjectsArgs {
  readonly plan: StagePlan;
  readonly gitlab: GitLab;
  readonly registry: ServerLogin | undefined;
  readonly pypi: ServerLogin | undefined;
  /** Servers that jobs of pipelines use. */
  readonly servers: pulumi.Resource[];
}

export interface DeclaredProject {
  readonly output: Declared<ProjectOutput>;
  readonly pipelines: AwaitedPipelines | undefined;
}

/**
 * Declares the projects, then the runners, and then the projects' content, which starts pipelines.
 * @returns the projects by name
 */
export function stageProjects(args: StageProjectsArgs, hostOf: HostOf): Map<string, DeclaredProject> {
  const { plan, gitlab, servers } = args;
  const values = stageValues(args);
  const projects = new Map(
    plan.projects.map((project) => {
      const args = { gitlab, plan: project, values, servers };
      return [project.name, new GitLabProject(project.name, args, { parent: gitlab })];
    }),
  );
  const runners = plan.runners.map((runner) => {
    const project = runner.project === undefined ? undefined : projects.get(runner.project);
    const args = { gitlab, plan: runner, host: hostOf(runner.server.host), project };
    return new Runner(runner.name, args, { parent: gitlab });
  });
  return new Map(
    plan.projects.map((each) => {
      const project = projects.get(each.name) as GitLabProject;
      const opts = { parent: project, dependsOn: [...runners, project] };
      const { pipelines } = new ProjectContent(each.name, { gitlab, project, plan: each }, opts);
      return [each.name, { output: { webUrl: project.project.webUrl, kind: each.kind }, pipelines }];
    }),
  );
}

/** The values of CI variables that come from the stage's servers. */
function stageValues({ plan, registry, pypi }: StageProjectsArgs): StageValues {
  const address = plan.registry?.address ?? "";
  return {
    ...(registry && {
      "registry.password": registry.password,
      "registry.auth": registry.password.apply((password) => {
        const auth = Buffer.from(`${registry.user}:${password}`).toString("base64");
        return JSON.stringify({ auths: { [address]: { auth } } });
      }),
    }),
    ...(pypi && { "pypi.password": pypi.password }),
  };
}
