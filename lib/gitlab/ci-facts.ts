import { type GitLabClient, GitLabError } from "./client.ts";

/** A runner as GitLab sees it. */
export interface RunnerFacts {
  /** `online`, `offline`, `stale` or `never_contacted`. */
  readonly status: string;
  readonly paused: boolean;
  /** ISO 8601. Undefined if GitLab has never heard of it. */
  readonly contactedAt: string | undefined;
  readonly tags: readonly string[];
  readonly takesUntagged: boolean;
}

/** What a project's pipelines do. */
export interface ProjectFacts {
  readonly url: string;
  readonly defaultBranch: string | undefined;
  /** The last pipelines of all refs, the newest first. */
  readonly pipelines: readonly PipelineFacts[];
  /** The tags of each job that waits for a runner. */
  readonly waitingJobs: readonly (readonly string[])[];
}

export interface PipelineFacts {
  /** A branch or a tag. */
  readonly ref: string;
  /** `running`, `success`, `failed` … */
  readonly status: string;
  /** When it last changed, in ISO 8601. */
  readonly at: string;
  readonly url: string;
}

/** Undefined if GitLab has no such runner. @throws GitLabError */
export async function runnerFacts(gitlab: GitLabClient, id: string): Promise<RunnerFacts | undefined> {
  const found = (await gitlab.request("GET", `/runners/${id}`)) as ListedRunner | undefined;
  return (
    found && {
      status: found.status,
      paused: found.paused,
      contactedAt: found.contacted_at ?? undefined,
      tags: found.tag_list,
      takesUntagged: found.run_untagged,
    }
  );
}

interface ListedRunner {
  readonly status: string;
  readonly paused: boolean;
  readonly contacted_at: string | null;
  readonly tag_list: readonly string[];
  readonly run_untagged: boolean;
}

/** Undefined if GitLab has no such project. @throws GitLabError */
export async function projectFacts(gitlab: GitLabClient, id: string): Promise<ProjectFacts | undefined> {
  const path = `/projects/${id}`;
  const [project, pipelines, jobs] = await Promise.all([
    gitlab.request("GET", path) as Promise<ListedProject | undefined>,
    list<ListedPipeline>(gitlab, `${path}/pipelines?per_page=20`),
    list<{ readonly tag_list?: readonly string[] }>(gitlab, `${path}/jobs?scope[]=pending&per_page=100`),
  ]);
  return (
    project && {
      url: project.web_url,
      defaultBranch: project.default_branch ?? undefined,
      pipelines: pipelines.map(({ ref, status, updated_at: at, web_url: url }) => ({ ref, status, at, url })),
      waitingJobs: jobs.map(({ tag_list = [] }) => tag_list),
    }
  );
}

interface ListedProject {
  readonly web_url: string;
  readonly default_branch: string | null;
}

interface ListedPipeline {
  readonly ref: string;
  readonly status: string;
  readonly updated_at: string;
  readonly web_url: string;
}

/** Empty if there is no such project, or if its CI is switched off. */
async function list<Item>(gitlab: GitLabClient, path: string): Promise<readonly Item[]> {
  try {
    return ((await gitlab.request("GET", path)) as readonly Item[] | undefined) ?? [];
  } catch (error) {
    if (error instanceof GitLabError && error.status === 403) return [];
    throw error;
  }
}
