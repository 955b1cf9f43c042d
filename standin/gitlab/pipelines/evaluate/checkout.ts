import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { git, type Repository } from "../../git/command.ts";

/** A commit's files, for a short while. */
export interface Checkout {
  readonly root: string;
  /** The files, with a `.git` that has the commits of before and after. */
  readonly files: string;
  /** Relative to `files`. */
  readonly state: string;
}

export interface Commit {
  readonly sha: string;
  readonly base: string | null;
  readonly defaultBranch: string;
  readonly origin: string;
}

/**
 * Lends a working tree of a commit, readable by this user alone.
 * @param base what `changes` compare with
 * @param origin the project's address, which the parser reads names from
 */
export async function withCheckout<T>(
  repository: Repository,
  { sha, base, defaultBranch, origin }: Commit,
  use: (checkout: Checkout) => Promise<T>,
): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), "standin-gitlab-"));
  const files = join(root, "files");
  try {
    await mkdir(join(root, "state"));
    await git(repository, ["clone", "--quiet", "--shared", "--no-checkout", "--", repository.path, files]);
    const clone = { path: join(files, ".git"), quarantine: { GIT_WORK_TREE: files } };
    await git(clone, ["remote", "set-url", "origin", origin]);
    await git(clone, ["checkout", "--quiet", "--force", "--detach", sha]);
    await git(clone, ["update-ref", `refs/remotes/origin/${defaultBranch}`, base ?? sha]);
    await git(clone, ["symbolic-ref", "refs/remotes/origin/HEAD", `refs/remotes/origin/${defaultBranch}`]);
    return await use({ root, files, state: "../state" });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
