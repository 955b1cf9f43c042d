import { execFile } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { promisify } from "node:util";
import { stringify } from "yaml";
import { ProblemError } from "../../lib/problems/index.ts";
import { type ChangedPath, changedPaths } from "../../lib/review/index.ts";
import { settingsFile } from "../../lib/settings/settings-source.ts";

/** A merge of a merge request into its target, made by git without a checkout. */
export interface MergedTree {
  /** The head of the merge request. */
  readonly commit: string;
  /** The id of the tree. */
  readonly tree: string;
  /** The paths that the merge changes. */
  readonly changes: readonly ChangedPath[];
}

/** The id of the commit that is checked out. */
export function headCommit(): Promise<string> {
  return git("rev-parse", "HEAD").then((text) => text.trim());
}

/**
 * Fetches a merge request and merges it into the commit that is checked out. The checkout does not change.
 * @throws ProblemError if the two are in conflict
 */
export async function mergedTree(iid: number): Promise<MergedTree> {
  const ref = `refs/smallboat/${iid}`;
  await git(
    ...(await login()),
    "fetch",
    "--quiet",
    "--no-tags",
    "origin",
    `+refs/merge-requests/${iid}/head:${ref}`,
  );
  const commit = (await git("rev-parse", ref)).trim();
  const tree = await git("merge-tree", "--write-tree", "--no-messages", "HEAD", commit).catch(() => {
    throw new ProblemError([
      {
        path: `!${iid}`,
        expected: "a branch that can be merged",
        found: "conflicts",
        remedy: "rebase it on its target",
      },
    ]);
  });
  const id = tree.trim();
  return {
    commit,
    tree: id,
    changes: changedPaths(await git("diff-tree", "-r", "-z", "--no-renames", "HEAD", id)),
  };
}

/** The text of a file in a tree. Empty if the tree does not have the file. */
export function fileOf(tree: string, path: string): Promise<string> {
  return git("cat-file", "blob", `${tree}:${path}`).catch(() => "");
}

/** Puts the stacks and locks of a tree and the checked settings of a stage into the checkout. */
export async function takeData(tree: string, stage: string, settings: object): Promise<void> {
  await takeFolders(tree);
  writeFileSync(settingsFile(stage), stringify(settings));
}

/** Puts all files of a tree into the checkout. */
export async function takeAll(tree: string): Promise<void> {
  await takeFolders(tree);
  await git("restore", `--source=${tree}`, "--worktree", "--", ".");
}

/** Undoes `takeData`. */
export async function takeBack(stages: readonly string[]): Promise<void> {
  await takeFolders("HEAD");
  const files = stages.map(settingsFile).filter((file) => existsSync(file));
  for (const file of files)
    await git("restore", "--source=HEAD", "--worktree", "--", file).catch(() => rmSync(file));
}

/** The data that decides what runs: the stacks, and the locks of their images. */
async function takeFolders(tree: string): Promise<void> {
  for (const folder of ["stacks", "locks"]) {
    rmSync(folder, { recursive: true, force: true });
    const listed = await git("ls-tree", "--name-only", tree, folder);
    if (listed.trim() === folder) await git("restore", `--source=${tree}`, "--worktree", "--", folder);
  }
}

/** Options that let git fetch from the project with the job's token. */
async function login(): Promise<string[]> {
  const { CI_JOB_TOKEN } = process.env;
  if (!CI_JOB_TOKEN) return [];
  const { origin } = new URL(await git("remote", "get-url", "origin"));
  return ["--config-env", `http.${origin}/.extraHeader=SMALLBOAT_GIT_LOGIN`];
}

async function git(...args: string[]): Promise<string> {
  const { CI_JOB_TOKEN, CI_SERVER_TLS_CA_FILE } = process.env;
  const basic = Buffer.from(`gitlab-ci-token:${CI_JOB_TOKEN}`).toString("base64");
  const env = {
    ...process.env,
    ...(CI_SERVER_TLS_CA_FILE && { GIT_SSL_CAINFO: CI_SERVER_TLS_CA_FILE }),
    GIT_TERMINAL_PROMPT: "0",
    SMALLBOAT_GIT_LOGIN: `Authorization: Basic ${basic}`,
  };
  const { stdout } = await promisify(execFile)("git", args, { env, maxBuffer: 1 << 28 });
  return stdout;
}
