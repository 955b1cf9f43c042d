import { local } from "@pulumi/command";
import * as gitlab from "@pulumi/gitlab";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectPlan, SchedulePlan } from "../lib/plan/index.ts";
import { scriptCommand } from "../lib/resources/script-command.ts";
import { AwaitedPipelines } from "./AwaitedPipelines.ts";
import type { GitLab } from "./GitLab.ts";
import type { GitLabProject } from "./GitLabProject.ts";

export interface ProjectContentArgs {
  readonly gitlab: GitLab;
  readonly project: GitLabProject;
  readonly plan: ProjectPlan;
}

/**
 * What is in a project: the starter of a new one, its branches, `.gitlab-ci.yml` on each, which starts the first
 * pipelines, and its schedules.
 */
export class ProjectContent extends pulumi.ComponentResource {
  /** Nothing for a project without a starter: who knows what its pipelines are for. */
  readonly pipelines: AwaitedPipelines | undefined;

  constructor(name: string, args: ProjectContentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("smallboat:index:ProjectContent", name, {}, { ...opts, provider: args.gitlab.provider });
    const { plan } = args;
    const starter = this.#starter(name, args);
    const branches = this.#branches(name, args, starter);
    const files = this.#pipelineFiles(name, args, branches);
    for (const schedule of plan.schedules) this.#schedule(name, args, schedule, files);
    this.pipelines = this.#pipelines(name, args, files);
    this.registerOutputs({});
  }

  /** Pushed into an empty repository alone. */
  #starter(name: string, { gitlab, project: { project }, plan }: ProjectContentArgs): pulumi.Resource[] {
    if (plan.starter === undefined) return [project];
    const command = new local.Command(
      `${name}/starter`,
      {
        // A project has its first files once: nothing that changes here later is for it.
        update: "true",
        ...scriptCommand("push-starter", {
          ...gitlab.environment,
          PROJECT_ID: project.id,
          BRANCH: plan.branches[0].name,
          STARTER: plan.starter,
        }),
        triggers: [project.id],
        logging: local.Logging.Stderr,
      },
      { parent: this },
    );
    return [command];
  }

  /** Those beside the default branch, from which they start. */
  #branches(
    name: string,
    { project: { project }, plan }: ProjectContentArgs,
    dependsOn: pulumi.Resource[],
  ): pulumi.Resource[] {
    const [main, ...others] = plan.branches;
    const branches = others.map(
      (branch) =>
        new gitlab.Branch(
          `${name}/${branch.name}`,
          { project: project.id, name: branch.name, ref: main.name },
          { parent: this, dependsOn },
        ),
    );
    return [...dependsOn, ...branches];
  }

  /** On each branch to which the program may push; one after another, for a commit must know the one before. */
  #pipelineFiles(
    name: string,
    { project: { project }, plan }: ProjectContentArgs,
    dependsOn: pulumi.Resource[],
  ): gitlab.RepositoryFile[] {
    return managed(plan).map(
      (branch) =>
        new gitlab.RepositoryFile(
          `${name}/${branch}/.gitlab-ci.yml`,
          {
            project: project.id,
            branch,
            filePath: ".gitlab-ci.yml",
            content: plan.pipeline,
            encoding: "text",
            authorName: "smallboat",
            authorEmail: "smallboat@localhost",
            createCommitMessage: `Add the pipeline of a ${plan.kind}`,
            // It counts from the next push on: no release is tried again because its pipeline has changed.
            updateCommitMessage: `Update the pipeline of a ${plan.kind} [skip ci]`,
            deleteCommitMessage: "Remove the pipeline",
            overwriteOnCreate: true,
          },
          { parent: this, dependsOn },
        ),
    );
  }

  #pipelines(
    name: string,
    { gitlab, project: { project }, plan }: ProjectContentArgs,
    files: readonly gitlab.RepositoryFile[],
  ): AwaitedPipelines | undefined {
    if (plan.starter === undefined) return undefined;
    const args = {
      gitlab,
      project: { id: project.id, name },
      branches: managed(plan),
      commits: files.map(({ lastCommitId }) => lastCommitId),
      timeout: plan.pipelineTimeout,
    };
    return new AwaitedPipelines(`${name}/pipelines`, args, { parent: this });
  }

  #schedule(
    name: string,
    { project: { project } }: ProjectContentArgs,
    { name: schedule, cron, timezone, ref, active, variables }: SchedulePlan,
    dependsOn: pulumi.Resource[],
  ): void {
    const declared = new gitlab.PipelineSchedule(
      `${name}/${schedule}`,
      {
        project: project.id,
        description: schedule,
        ref: `refs/heads/${ref}`,
        cron,
        cronTimezone: timezone,
        active,
      },
      { parent: this, dependsOn },
    );
    for (const [key, value] of Object.entries(variables)) {
      new gitlab.PipelineScheduleVariable(
        `${name}/${schedule}/${key}`,
        {
          project: project.id,
          pipelineScheduleId: declared.pipelineScheduleId,
          key,
          value: pulumi.secret(value),
          variableType: "env_var",
        },
        { parent: this, deleteBeforeReplace: true },
      );
    }
  }
}

/** Branches to which the program may push. */
function managed({ branches }: ProjectPlan): string[] {
  return branches.filter(({ push }) => push !== "no one").map(({ name }) => name);
}
