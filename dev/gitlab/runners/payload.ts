import type { Context } from "../context.ts";
import { git } from "../git/command.ts";
import { ensureEnvironment } from "../pipelines/environments.ts";
import { pipelineFacts } from "../pipelines/facts.ts";
import { groupsAbove } from "../pipelines/known.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import type { Job, Pipeline } from "../store/pipelines.ts";
import type { Runner } from "../store/settings.ts";
import { archiveOf, dependenciesOf } from "./dependencies.ts";
import type { Taken } from "./take.ts";
import { type JobFacts, jobVariables } from "./variables.ts";
import { artifacts, caches, image, services, steps } from "./work.ts";

const reasons = [
  "unknown_failure",
  "script_failure",
  "runner_system_failure",
  "job_execution_timeout",
  "runner_unsupported",
  "image_pull_failure",
  "configuration_error",
];

/** The sources of a job's variables. @param url the address at which the runner reaches the server */
export async function jobFacts(
  context: Context,
  { job, token }: Taken,
  runner: Runner | undefined,
  url?: string,
): Promise<JobFacts> {
  const project = context.store.projects.get(job.project_id) as Project;
  const pipeline = context.store.pipelines.get(job.pipeline_id) as Pipeline;
  const { environment } = job.spec;
  if (environment && job.environment_name !== null) {
    ensureEnvironment(context, project.id, job.environment_name, environment);
  }
  const facts = await pipelineFacts(context, pipeline, url);
  const dotenv = Object.assign({}, ...dependenciesOf(context, job).map((each) => each.dotenv));
  return { context, facts, project, pipeline, job, runner, token, dotenv };
}

/** A job in the form that GitLab's protocol sends to a runner. */
export async function payload(context: Context, taken: Taken, runner: Runner, url: string) {
  const all = await jobFacts(context, taken, runner, url);
  const { job, token } = taken;
  const { project, pipeline } = all;
  const variables = jobVariables(all);
  const { work } = job.spec;
  const keys = await fileKeys(context, job, pipeline);
  const [root] = groupsAbove(context, project).reverse();
  const queued = Date.parse(job.started_at ?? job.created_at) - Date.parse(job.queued_at ?? job.created_at);
  return {
    id: job.id,
    token,
    allow_git_fetch: true,
    job_info: {
      id: job.id,
      name: job.name,
      stage: job.stage,
      pipeline_id: pipeline.id,
      project_id: project.id,
      project_name: project.name,
      project_full_path: project.full_path,
      namespace_id: project.group_id ?? project.owner_id ?? 0,
      root_namespace_id: root?.id ?? project.owner_id ?? 0,
      organization_id: 1,
      user_id: job.user_id,
      time_in_queue_seconds: Math.round(queued / 1000),
      project_jobs_running_on_instance_runners_count: "+Inf",
    },
    git_info: gitInfo(all, variables.find(({ key }) => key === "GIT_DEPTH")?.value),
    runner_info: { timeout: job.timeout, runner_session_url: null },
    inputs: [],
    variables,
    steps: steps(job.spec, job.timeout),
    image: image(work.image),
    services: services(work.services),
    artifacts: artifacts(work.artifacts),
    cache: caches(work, pipeline.protected, (files) => keys.get(files.join("\0")) ?? "default"),
    credentials: [],
    dependencies: dependenciesOf(context, job).flatMap(({ id, name }) => {
      const archive = archiveOf(context, id);
      if (!archive) return [];
      // The archive is downloaded by the asking job, so its own token gives access.
      return [{ id, name, token, artifacts_file: { filename: archive.filename, size: archive.size } }];
    }),
    features: {
      trace_sections: true,
      token_mask_prefixes: ["glpat-", "gldt-", "glrt-", "glcbt-"],
      failure_reasons: reasons,
    },
    hooks: hooks(work.hooks),
  };
}

function gitInfo({ facts, project, pipeline, token }: JobFacts, wanted: string | undefined) {
  const { protocol, host } = new URL(facts.url);
  const depth = Number(wanted ?? project.options.ci_default_git_depth ?? 20) || 0;
  const name = depth === 0 ? "*" : pipeline.ref;
  const tags = `+refs/tags/${name}:refs/tags/${name}`;
  const heads = `+refs/heads/${name}:refs/remotes/origin/${name}`;
  const named = pipeline.merge_request_id !== null ? [] : [pipeline.tag ? tags : heads];
  return {
    repo_url: `${protocol}//gitlab-ci-token:${token}@${host}/${project.full_path}.git`,
    repo_object_format: "sha1",
    ref: pipeline.ref,
    sha: pipeline.sha,
    before_sha: pipeline.before_sha,
    ref_type: pipeline.tag ? "tag" : "branch",
    refspecs: [
      `+refs/pipelines/${pipeline.id}:refs/pipelines/${pipeline.id}`,
      ...(depth === 0 ? ["+refs/tags/*:refs/tags/*", heads] : named),
    ],
    depth,
    protected: pipeline.protected,
  };
}

function hooks(value: unknown) {
  const scripts = Object.entries((value ?? {}) as Record<string, string | string[]>);
  return scripts.map(([name, script]) => ({ name: name.replace(/_script$/, ""), script: [script].flat() }));
}

/** Keys of caches from files: a key changes when a file changes. */
async function fileKeys(context: Context, { spec }: Job, { project_id, sha }: Pipeline) {
  const keys = new Map<string, string>();
  for (const cache of [spec.work.cache ?? []].flat() as { key?: { files?: string[] } }[]) {
    const files = cache.key?.files;
    if (!files) continue;
    const last = ["log", "-1", "--format=%H", sha, "--", ...files];
    keys.set(files.join("\0"), (await git(repositoryPlace(context, { id: project_id }), last)) || "default");
  }
  return keys;
}
