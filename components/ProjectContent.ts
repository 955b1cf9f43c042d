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
 * The content of a project: the starter's files if it is new, its branches, `.gitlab-ci.yml` on each branch, and its
 * schedules. The commits of `.gitlab-ci.yml` start the first pipelines.
 */
export class ProjectContent extends pulumi.ComponentResource {
  /** Undefined for a project without a starter: nothing is known about its pipelines. */
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

  /** Pushes the starter if the repository is empty. */
  #starter(name: string, { gitlab, project: { project }, plan }: ProjectContentArgs): pulumi.Resource[] {
    if (plan.starter === undefined) return [project];
    const command = new local.Command(
      `${name}/starter`,
      {
        // A project gets its first files once. A later change of the starter must not run the script again.
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

  /** Creates the other branches from the default branch. */
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

  /** Commits `.gitlab-ci.yml` to each branch to which the program may push. */
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
            // The new pipeline starts with the next push. A changed pipeline must not release again.
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

/** Names of the branches to which the program may push. */
function managed({ branches }: ProjectPlan): string[] {
  return branches.filter(({ push }) => push !== "no one").map(({ name }) => name);
}
