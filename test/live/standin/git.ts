import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { attempt, type Outcome, run } from "../support/command.ts";
import { randomName } from "../support/names.ts";
import type { TestGitLab } from "./server.ts";

/** Nothing of the machine's own settings counts, and git never asks for a password. */
const env = {
  PATH: process.env.PATH,
  HOME: "/nonexistent",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_TERMINAL_PROMPT: "0",
  LC_ALL: "C",
  GIT_AUTHOR_NAME: "Anna",
  GIT_AUTHOR_EMAIL: "anna@example.test",
  GIT_COMMITTER_NAME: "Anna",
  GIT_COMMITTER_EMAIL: "anna@example.test",
};

export interface TestProject {
  readonly id: number;
  readonly path: string;
  /** Where git reaches it. Default: with root's token, which is a password for any name. */
  readonly url: (login?: string) => string;
}

/** An empty private project in a group of its own. */
export async function gitLabWithProject(gitlab: TestGitLab): Promise<TestProject> {
  const group = randomName();
  const { body } = await gitlab.api("POST", "/groups", { json: { name: group, path: group } });
  const namespace_id = (body as { id: number }).id;
  const made = await gitlab.api("POST", "/projects", { json: { name: "app", namespace_id } });
  if (made.status !== 201) throw new Error(JSON.stringify(made.body));
  const path = `${group}/app`;
  const { host } = new URL(gitlab.url);
  const url = (login = `oauth2:${gitlab.rootToken}`) => `http://${login}@${host}/${path}.git`;
  return { id: (made.body as { id: number }).id, path, url };
}

/** A token of a project for a bot of this level: 20 reporter, 30 developer, 40 maintainer. */
export async function tokenOf(
  gitlab: TestGitLab,
  { id }: Pick<TestProject, "id">,
  access_level: number,
  scopes: readonly string[] = ["api", "write_repository"],
): Promise<string> {
  const expires_at = new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const json = { name: randomName(), access_level, scopes, expires_at };
  const { status, body } = await gitlab.api("POST", `/projects/${id}/access_tokens`, { json });
  if (status !== 201) throw new Error(JSON.stringify(body));
  return (body as { token: string }).token;
}

/** Runs git in a folder, which may be a working tree. */
export function git(folder: string, ...args: string[]): Promise<Outcome> {
  return attempt("git", ["-C", folder, ...args], { env });
}

/** A working tree on `main` with these files as its first commit. */
export async function workingTree(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "tree-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const tree = join(folder, "tree");
  mkdirSync(tree);
  await run("git", ["-C", tree, "init", "--quiet", "--initial-branch=main"], { env });
  await commit(tree, files, "First");
  return tree;
}

/** @returns the commit's id */
export async function commit(
  tree: string,
  files: Readonly<Record<string, string>>,
  message: string,
): Promise<string> {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(tree, name)), { recursive: true });
    writeFileSync(join(tree, name), content);
  }
  await run("git", ["-C", tree, "add", "--all"], { env });
  await run("git", ["-C", tree, "commit", "--quiet", "--allow-empty", `--message=${message}`], { env });
  return run("git", ["-C", tree, "rev-parse", "HEAD"], { env });
}
