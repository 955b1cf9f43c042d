import type { Context } from "../context.ts";
import { givenVariables, settingsVariables } from "../pipelines/known.ts";
import { type PipelineFacts, pipelineVariables, slug } from "../pipelines/variables/predefined.ts";
import { byKey, expand, type JobVariable, overlaid, shown } from "../pipelines/variables/variable.ts";
import type { Project } from "../store/people.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import type { Runner } from "../store/settings.ts";
import { idTokens } from "./id-tokens.ts";

export interface JobFacts {
  readonly context: Context;
  readonly facts: PipelineFacts;
  readonly project: Project;
  readonly pipeline: Pipeline;
  readonly job: Job;
  readonly runner: Runner | undefined;
  readonly token: string;
  /** Lines of dotenv reports of earlier jobs. */
  readonly dotenv: Readonly<Record<string, string>>;
}

/** Every variable of a job, each once, by GitLab's precedence. */
export function jobVariables(all: JobFacts): JobVariable[] {
  const { context, project, pipeline, job, dotenv } = all;
  const scope = { isProtected: pipeline.protected, environment: job.environment_name ?? undefined };
  const beneath = overlaid(
    shown(pipelineVariables(all.facts)),
    shown(jobPredefined(all)),
    secrets(all),
    shown(job.spec.variables),
    shown(dotenv),
    settingsVariables(context, project, scope),
    givenVariables(context, pipeline.sealed_variables),
    givenVariables(context, job.sealed_variables),
  );
  return overlaid(beneath, idTokens(all, beneath), shown(environmentVariables(all, beneath)));
}

/** Values that no log may show. */
export function maskedValues(variables: readonly JobVariable[]): string[] {
  return variables.filter(({ masked }) => masked).map(({ value }) => value);
}

function jobPredefined({
  facts,
  pipeline,
  job,
  runner,
  project,
}: JobFacts): Record<string, string | undefined> {
  const web = `${facts.url}/${project.full_path}`;
  return {
    CI_PIPELINE_ID: String(pipeline.id),
    CI_PIPELINE_URL: `${web}/-/pipelines/${pipeline.id}`,
    CI_JOB_ID: String(job.id),
    CI_JOB_URL: `${web}/-/jobs/${job.id}`,
    CI_JOB_NAME: job.name,
    CI_JOB_NAME_SLUG: slug(job.name),
    CI_JOB_GROUP_NAME: job.spec.entryName,
    CI_JOB_STAGE: job.stage,
    CI_JOB_STARTED_AT: job.started_at ?? undefined,
    CI_JOB_TIMEOUT: String(job.timeout),
    CI_JOB_MANUAL: job.spec.when === "manual" ? "true" : undefined,
    CI_NODE_INDEX: job.spec.index === undefined ? undefined : String(job.spec.index),
    CI_NODE_TOTAL: String(job.spec.total),
    CI_RUNNER_ID: runner && String(runner.id),
    CI_RUNNER_DESCRIPTION: runner?.description ?? undefined,
    CI_RUNNER_TAGS: runner && JSON.stringify(runner.tag_list),
  };
}

function secrets({ token, facts, project }: JobFacts): JobVariable[] {
  const { protocol, host } = new URL(facts.url);
  const hidden = { public: false, masked: true, file: false, raw: true };
  return [
    { ...hidden, key: "CI_JOB_TOKEN", value: token },
    ...shown({ CI_JOB_USER: "gitlab-ci-token" }),
    {
      ...hidden,
      key: "CI_REPOSITORY_URL",
      value: `${protocol}//gitlab-ci-token:${token}@${host}/${project.full_path}.git`,
      masked: false,
    },
  ];
}

function environmentVariables(
  { context, job }: JobFacts,
  known: readonly JobVariable[],
): Record<string, string | undefined> {
  const { environment } = job.spec;
  if (!environment || job.environment_name === null) return {};
  const found = context.store.environments.first({ project_id: job.project_id, name: job.environment_name });
  const values = new Map([...byKey(known), ["CI_ENVIRONMENT_SLUG", found?.slug ?? ""]]);
  return {
    CI_ENVIRONMENT_NAME: job.environment_name,
    CI_ENVIRONMENT_SLUG: found?.slug,
    CI_ENVIRONMENT_ACTION: environment.action,
    CI_ENVIRONMENT_TIER: found?.tier,
    CI_ENVIRONMENT_URL: environment.url === null ? undefined : expand(environment.url, values),
  };
}
