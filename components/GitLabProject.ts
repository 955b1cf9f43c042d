import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectPlan } from "../lib/plan/index.ts";
import { CiVariables, type StageValues } from "./CiVariables.ts";
import type { GitLab } from "./GitLab.ts";

export interface GitLabProjectArgs {
  readonly gitlab: GitLab;
  readonly plan: ProjectPlan;
  readonly values: StageValues;
  /** Servers that must accept a new password before a CI variable holds it. */
  readonly servers: readonly pulumi.Resource[];
}

/** A project of the stage's group with protections, environments and CI variables. `ProjectContent` fills it. */
export class GitLabProject extends pulumi.ComponentResource {
  readonly project: gitlab.Project;

  constructor(name: string, args: GitLabProjectArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:GitLabProject", name, {}, { ...opts, provider: args.gitlab.provider });
    const { gitlab, plan, values, servers } = args;
    this.project = this.#project(name, gitlab, plan);
    const { id } = this.project;
    const { variables } = plan;
    new CiVariables(name, { project: id, variables, values }, { parent: this, dependsOn: [...servers] });
    this.#protections(name, plan);
    this.#environments(name, plan);
    this.registerOutputs({ webUrl: this.project.webUrl });
  }

  #project(name: string, { group, hooks }: GitLab, plan: ProjectPlan): gitlab.Project {
    return new gitlab.Project(
      name,
      {
        name: plan.name,
        path: plan.name,
        namespaceId: group.id.apply(Number),
        description: plan.description,
        visibilityLevel: plan.visibility,
        defaultBranch: plan.branches[0].name,
        initializeWithReadme: plan.starter === undefined,
        ...merging(plan),
        ...jobs,
        ...unused,
      },
      // The readme matters only when the project is created.
      { parent: this, ignoreChanges: ["initializeWithReadme"], hooks: { beforeCreate: [hooks.project] } },
    );
  }

  #protections(name: string, { branches, protectedTags }: ProjectPlan): void {
    const project = this.project.id;
    // GitLab allows one protection for a branch, so the old one must go first.
    const opts = { parent: this, deleteBeforeReplace: true };
    for (const { name: branch, push, merge } of branches) {
      const levels = { pushAccessLevel: push, mergeAccessLevel: merge, allowForcePush: false };
      new gitlab.BranchProtection(`${name}/${branch}`, { project, branch, ...levels }, opts);
    }
    for (const tag of protectedTags) {
      new gitlab.TagProtection(`${name}/${tag}`, { project, tag, createAccessLevel: "maintainer" }, opts);
    }
  }

  #environments(name: string, { environments }: ProjectPlan): void {
    for (const { name: environment, tier, url, description } of environments) {
      new gitlab.ProjectEnvironment(
        `${name}/${environment}`,
        {
          project: this.project.id,
          name: environment,
          tier,
          description,
          ...(url && { externalUrl: url }),
          stopBeforeDestroy: true,
        },
        { parent: this },
      );
    }
  }
}

/** A merge needs a successful pipeline and resolved discussions, and removes its source branch. */
function merging({ mergeMethod, squash }: ProjectPlan) {
  return {
    mergeMethod,
    squashOption: squash,
    onlyAllowMergeIfPipelineSucceeds: true,
    onlyAllowMergeIfAllDiscussionsAreResolved: true,
    removeSourceBranchAfterMerge: true,
  };
}

/** Jobs run on the stage's own runners. Only members may read their logs. */
const jobs = {
  autoCancelPendingPipelines: "enabled",
  ciDefaultGitDepth: 20,
  publicJobs: false,
  sharedRunnersEnabled: false,
  groupRunnersEnabled: true,
};

/** Features that are switched off: the stage has its own registry and PyPI server. */
const unused = {
  autoDevopsEnabled: false,
  containerRegistryAccessLevel: "disabled",
  snippetsAccessLevel: "disabled",
  wikiAccessLevel: "disabled",
};
