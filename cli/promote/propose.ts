import { createHash } from "node:crypto";
import { GitLabError } from "../../lib/gitlab/client.ts";
import { type Lock, lockFile, lockText, parseLock } from "../../lib/releases/index.ts";
import type { PipelineProject } from "../stage/pipeline-project.ts";
import { orGitLabProblem } from "./gitlab-problem.ts";

/** The lock of a stage on the default branch of the project that holds the stages. */
export interface CommittedLock {
  readonly lock: Lock;
  /** The file's last commit. Undefined if there is no such file yet. */
  readonly commit: string | undefined;
}

/** A lock with new images, and how its merge request says so. */
export interface Proposal {
  readonly stage: string;
  readonly lock: Lock;
  readonly title: string;
  /** Markdown of GitLab. */
  readonly description: string;
}

interface File {
  /** In base64. */
  readonly content: string;
  readonly last_commit_id: string;
}

interface Request {
  readonly web_url: string;
}

/** @throws ProblemError if the lock is faulty, or if GitLab does not answer */
export async function committedLock(project: PipelineProject, stage: string): Promise<CommittedLock> {
  const found = await orGitLabProblem(project.gitlab.url, stage, () =>
    lockOn(project, stage, project.branch),
  );
  return { lock: parseLock(stage, found && textOf(found)), commit: found?.last_commit_id };
}

/**
 * Commits a lock on a branch and opens a merge request. The branch's name comes from the lock, so the same lock is proposed once.
 * @param before what the lock was made from; GitLab refuses the commit if it has changed since
 * @returns the address of the merge request, and whether it is new
 * @throws ProblemError if GitLab refuses, or does not answer
 */
export function propose(
  project: PipelineProject,
  { stage, lock, title, description }: Proposal,
  before: CommittedLock,
): Promise<{ readonly url: string; readonly isNew: boolean }> {
  const content = lockText(stage, lock);
  const hash = createHash("sha256").update(`${before.commit} ${content}`).digest("hex").slice(0, 12);
  const branch = `promote-${stage}-${hash}`;
  const { gitlab, path } = project;
  const open = async () => {
    const list = `${path}/merge_requests?source_branch=${branch}&state=opened`;
    return ((await gitlab.request("GET", list)) as Request[] | undefined)?.[0];
  };
  return orGitLabProblem(gitlab.url, stage, async () => {
    const known = await open();
    if (known) return { url: known.web_url, isNew: false };
    const file = { file_path: lockFile(stage), content };
    const action = before.commit
      ? { action: "update", ...file, last_commit_id: before.commit }
      : { action: "create", ...file };
    const commit = {
      branch,
      start_branch: project.branch,
      commit_message: title,
      actions: [action],
      force: true,
    };
    const request = { source_branch: branch, target_branch: project.branch, title, description };
    // The same promotion, at the same time, may be faster at both.
    await gitlab.request("POST", `${path}/repository/commits`, commit).catch(async (error: unknown) => {
      const found = await lockOn(project, stage, branch);
      if (!found || textOf(found) !== content) throw error;
    });
    await gitlab
      .request("POST", `${path}/merge_requests`, { ...request, remove_source_branch: true })
      .catch(async (error: unknown) => {
        if (!(await open())) throw error;
      });
    const made = await open();
    if (!made) throw new GitLabError("404 Not Found", 404);
    return { url: made.web_url, isNew: true };
  });
}

/** The file of a lock on a branch. Undefined if there is none. */
async function lockOn(
  { gitlab, path }: PipelineProject,
  stage: string,
  branch: string,
): Promise<File | undefined> {
  const file = `${path}/repository/files/${encodeURIComponent(lockFile(stage))}`;
  return (await gitlab.request("GET", `${file}?ref=${encodeURIComponent(branch)}`)) as File | undefined;
}

function textOf({ content }: File): string {
  return Buffer.from(content, "base64").toString();
}
