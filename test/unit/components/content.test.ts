import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { GitLab } from "../../../components/GitLab.ts";
import { GitLabProject } from "../../../components/GitLabProject.ts";
import { ProjectContent } from "../../../components/ProjectContent.ts";
import type { ProjectPlan } from "../../../lib/plan/index.ts";
import { gitlabPlan, projectPlan } from "./gitlab-plans.ts";
import { type Recorded, record, sorted } from "./recording.ts";

/** What a project's content declares, but for the wait for its pipelines. */
async function contentDeclared(plan: ProjectPlan): Promise<Recorded[]> {
  const all = await record(() => {
    const gitlab = new GitLab("gitlab", {
      plan: gitlabPlan,
      token: pulumi.secret("glpat-1"),
      host: undefined,
    });
    const project = new GitLabProject("app", { gitlab, plan, values: {}, servers: [] }, { parent: gitlab });
    new ProjectContent("app", { gitlab, project, plan }, { parent: project });
  });
  return all
    .filter(({ parent }) => parent === "ProjectContent app")
    .filter(({ type }) => !type.includes("Awaited"));
}

function of(type: string, name: string, inputs: object, dependsOn: string[], rest: object = {}): Recorded {
  const key = type.charAt(0).toLowerCase() + type.slice(1);
  return {
    type: `gitlab:index/${key}:${type}`,
    name: `app/${name}`,
    parent: "ProjectContent app",
    provider: "gitlab gitlab",
    inputs: { project: "42", ...inputs },
    dependsOn: [...dependsOn, "Project app"].sort(),
    ...rest,
  };
}

function file(branch: string, dependsOn: string[]): Recorded {
  const inputs = {
    branch,
    filePath: ".gitlab-ci.yml",
    content: "stages: [test]\n",
    encoding: "text",
    authorName: "smallboat",
    authorEmail: "smallboat@localhost",
    createCommitMessage: "Add the pipeline of a container-app",
    updateCommitMessage: "Update the pipeline of a container-app [skip ci]",
    deleteCommitMessage: "Remove the pipeline",
    overwriteOnCreate: true,
  };
  return of("RepositoryFile", `${branch}/.gitlab-ci.yml`, inputs, dependsOn);
}

const main = { name: "main", push: "maintainer", merge: "maintainer" } as const;
const dev = { name: "dev", push: "developer", merge: "developer" } as const;

test("without a starter: the pipeline file on the default branch", async () => {
  expect(await contentDeclared(projectPlan())).toEqual([file("main", [])]);
});

test("starter, then branches, then the pipeline file if the program may push, then schedules", async () => {
  const plan = projectPlan({
    starter: "examples/app",
    branches: [main, dev, { ...main, name: "frozen", push: "no one" }],
    schedules: [
      {
        name: "nightly",
        cron: "0 4 * * *",
        timezone: "Europe/Berlin",
        ref: "dev",
        active: false,
        variables: { DEPTH: "3" },
      },
    ],
  });
  const starter = "Command app/starter";
  const branches = ["Branch app/dev", "Branch app/frozen"];
  const files = ["RepositoryFile app/dev/.gitlab-ci.yml", "RepositoryFile app/main/.gitlab-ci.yml"];
  const schedule = {
    description: "nightly",
    ref: "refs/heads/dev",
    cron: "0 4 * * *",
    cronTimezone: "Europe/Berlin",
    active: false,
  };
  const variable = { pipelineScheduleId: 9, key: "DEPTH", value: { secret: "3" }, variableType: "env_var" };
  expect(await contentDeclared(plan)).toEqual(
    sorted([
      {
        type: "command:local:Command",
        name: "app/starter",
        parent: "ProjectContent app",
        inputs: {
          create: "node scripts/push-starter.ts",
          update: "true",
          environment: {
            GITLAB_URL: "https://gitlab.example.com",
            GITLAB_TOKEN: { secret: "glpat-1" },
            GITLAB_CA: "",
            PROJECT_ID: "42",
            BRANCH: "main",
            STARTER: "examples/app",
          },
          triggers: ["42"],
          logging: "stderr",
        },
        dependsOn: ["Project app"],
      },
      of("Branch", "dev", { name: "dev", ref: "main" }, [starter]),
      of("Branch", "frozen", { name: "frozen", ref: "main" }, [starter]),
      file("main", [starter, ...branches]),
      file("dev", [starter, ...branches]),
      of("PipelineSchedule", "nightly", schedule, files),
      of("PipelineScheduleVariable", "nightly/DEPTH", variable, ["PipelineSchedule app/nightly"], {
        deleteBeforeReplace: true,
      }),
    ]),
  );
});
