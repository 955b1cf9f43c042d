import { existsSync, readFileSync } from "node:fs";
import { connectGitLab, type GitLabClient } from "../../lib/gitlab/client.ts";
import { ProblemError } from "../../lib/problems/index.ts";

/** The project of this pipeline, as the stage's token sees it. */
export interface ReviewedProject {
  readonly gitlab: GitLabClient;
  /** Path of the API, such as `/projects/7`. */
  readonly path: string;
  /** The default branch. */
  readonly branch: string;
  /** Id of the token's user. GitLab is asked once. */
  readonly userId: () => Promise<number>;
}

/** @param path of the API, such as `/projects/7` */
export function reviewedProject(gitlab: GitLabClient, path: string, branch: string): ReviewedProject {
  let user: Promise<unknown> | undefined;
  const userId = async () => {
    user ??= gitlab.request("GET", "/user");
    return ((await user) as { readonly id: number }).id;
  };
  return { gitlab, path, branch, userId };
}

/** What GitLab says of a merge request, the part that is used here. */
export interface MergeRequest {
  readonly iid: number;
  readonly state: string;
  /** Its head. */
  readonly sha: string;
  readonly target_branch: string;
  readonly merge_commit_sha?: string | null;
  readonly squash_commit_sha?: string | null;
}

/**
 * The project of a job. If the runner was told the authority of GitLab's certificate, CI_SERVER_TLS_CA_FILE names its file.
 * @throws ProblemError with the variables that the job lacks
 */
export function projectOfPipeline(env: NodeJS.ProcessEnv = process.env): ReviewedProject {
  const names = ["CI_API_V4_URL", "CI_PROJECT_ID", "CI_DEFAULT_BRANCH", "GITLAB_TOKEN"] as const;
  const missing = names.filter((name) => !env[name]);
  if (missing.length > 0) {
    const remedy =
      "run this in a pipeline of the default branch, with GITLAB_TOKEN among the stage's secrets";
    throw new ProblemError(
      missing.map((path) => ({ path, expected: "a variable of the job", found: "none", remedy })),
    );
  }
  const { CI_API_V4_URL = "", CI_PROJECT_ID, CI_DEFAULT_BRANCH = "", GITLAB_TOKEN = "" } = env;
  const { CI_SERVER_TLS_CA_FILE: file = "" } = env;
  const url = CI_API_V4_URL.replace(/\/api\/v4\/?$/, "");
  const gitlab = connectGitLab({
    ...{ url, token: GITLAB_TOKEN },
    ca: existsSync(file) ? readFileSync(file, "utf8") : undefined,
  });
  return reviewedProject(gitlab, `/projects/${CI_PROJECT_ID}`, CI_DEFAULT_BRANCH);
}

/** All pages of a list. */
export async function everyPage<Item>({ gitlab, path }: ReviewedProject, list: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let page = 1; ; page += 1) {
    const separator = list.includes("?") ? "&" : "?";
    const found = await gitlab.request("GET", `${path}${list}${separator}per_page=100&page=${page}`);
    const items = (found ?? []) as Item[];
    all.push(...items);
    if (items.length < 100) return all;
  }
}

/** Those that are to be merged into the default branch, the oldest first. */
export function openMergeRequests(project: ReviewedProject): Promise<MergeRequest[]> {
  return everyPage(
    project,
    `/merge_requests?state=opened&sort=asc&target_branch=${encodeURIComponent(project.branch)}`,
  );
}

/** @throws ProblemError where there is none of this number */
export async function mergeRequestOf({ gitlab, path }: ReviewedProject, iid: number): Promise<MergeRequest> {
  const found = (await gitlab.request("GET", `${path}/merge_requests/${iid}`)) as MergeRequest | undefined;
  if (found) return found;
  const remedy = "correct MERGE_REQUEST";
  throw new ProblemError([
    { path: "MERGE_REQUEST", expected: "the number of a merge request", found: `${iid}`, remedy },
  ]);
}

/** The paths that a merge request changes. */
export async function changedFiles(project: ReviewedProject, { iid }: MergeRequest): Promise<string[]> {
  const diffs = await everyPage<{ old_path: string; new_path: string }>(
    project,
    `/merge_requests/${iid}/diffs`,
  );
  return diffs.flatMap(({ old_path, new_path }) => [old_path, new_path]);
}
