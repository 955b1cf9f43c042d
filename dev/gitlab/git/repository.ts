import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { ask, git, type Repository } from "./command.ts";

/** Git settings that make a repository behave like one of GitLab's. */
const settings: readonly (readonly [string, string])[] = [
  ["receive.advertisePushOptions", "true"],
  ["receive.fsckObjects", "true"],
  ["receive.fsck.badTimezone", "ignore"],
  ["receive.fsck.missingSpaceBeforeDate", "ignore"],
  ["receive.fsck.zeroPaddedFilemode", "ignore"],
  // The server's own checks decide on the default branch.
  ["receive.denyDeleteCurrent", "ignore"],
  // Nobody may push to refs that belong to the server.
  ["receive.hideRefs", "refs/pipelines/"],
  ["receive.hideRefs", "refs/merge-requests/"],
  ["receive.hideRefs", "refs/keep-around/"],
  // A runner asks for a commit by its id.
  ["uploadpack.allowAnySHA1InWant", "true"],
  ["uploadpack.allowFilter", "true"],
  ["http.receivepack", "true"],
  // Commits of old pipelines and merge requests stay, even if no ref points to them any longer.
  ["receive.autogc", "false"],
  ["gc.auto", "0"],
  ["gc.pruneExpire", "never"],
];

/** Creates an empty bare repository, completely or not at all. An existing one stays unchanged. */
export async function createRepository(path: string, defaultBranch: string): Promise<Repository> {
  if (existsSync(path)) return { path };
  await mkdir(dirname(path), { recursive: true });
  const made = await mkdtemp(`${path}.new-`);
  const repository = { path: made };
  await ask(repository, ["init", "--quiet", "--bare", "--template=", `--initial-branch=${defaultBranch}`]);
  for (const [key, value] of settings) await git(repository, ["config", "--add", key, value]);
  try {
    await rename(made, path);
  } catch (error) {
    await rm(made, { recursive: true, force: true });
    // Another request was faster.
    if (!existsSync(path)) throw error;
  }
  return { path };
}

/** Points HEAD at a branch, which need not exist. */
export async function setHead(repository: Repository, branch: string): Promise<void> {
  await git(repository, ["symbolic-ref", "HEAD", `refs/heads/${branch}`]);
}

/** Removes left-overs of killed git processes. No other process may write meanwhile. */
export async function recover({ path }: Repository): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const isLock = entry.isFile() && entry.name.endsWith(".lock");
    const isQuarantine = entry.isDirectory() && /^(tmp_objdir-)?incoming-/.test(entry.name);
    if (isLock || isQuarantine) {
      await rm(join(entry.parentPath, entry.name), { recursive: true, force: true });
    }
  }
}
