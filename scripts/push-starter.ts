/**
 * Pushes the files of a folder as the first commit of a new project. A project with a commit is left as it is.
 * lib/scripts names its variables.
 */
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { promisify } from "node:util";
import { type GitLabClient, GitLabError } from "../lib/gitlab/client.ts";
import { type Problem, ProblemError } from "../lib/problems/index.ts";
import { connectedGitLab, readVariables, runScript } from "./environment.ts";

const variables = readVariables("push-starter");
const execute = promisify(execFile);

interface Project {
  readonly path_with_namespace: string;
  readonly http_url_to_repo: string;
  readonly empty_repo: boolean;
}

await runScript(async () => {
  const gitlab = connectedGitLab(variables);
  const project = await lookUp(gitlab);
  if (!project.empty_repo) {
    console.log(`${project.path_with_namespace} already has commits, so nothing is pushed.`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "smallboat-starter-"));
  try {
    const refusal = await push(gitlab, project, folder);
    // Somebody else may have pushed meanwhile. Then that content stays.
    if (refusal && (await lookUp(gitlab)).empty_repo) throw new ProblemError([refusal]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

async function lookUp(gitlab: GitLabClient): Promise<Project> {
  const id = variables.PROJECT_ID;
  try {
    const project = await gitlab.request("GET", `/projects/${id}`);
    if (project !== undefined) return project as Project;
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    throw new ProblemError([refused(gitlab.url, "an answer", error.message)]);
  }
  throw new ProblemError([refused(gitlab.url, `project ${id} there`, "none")]);
}

/** @returns the problem if GitLab refuses the push */
async function push(gitlab: GitLabClient, project: Project, folder: string): Promise<Problem | undefined> {
  const work = join(folder, "work");
  cpSync(resolve(variables.STARTER), work, { recursive: true, verbatimSymlinks: true });
  const git = (...args: string[]) => execute("git", ["-C", work, ...args], { env: environment(folder) });
  await git("init", "--quiet", "--initial-branch", variables.BRANCH);
  await git("add", "--all");
  await git("commit", "--quiet", "--message", `Begin with ${basename(variables.STARTER)}`);
  const { pathname } = new URL(project.http_url_to_repo);
  const url = new URL(pathname, gitlab.url).href;
  try {
    await git("push", "--quiet", "--push-option=ci.skip", url, `HEAD:refs/heads/${variables.BRANCH}`);
    return undefined;
  } catch (error) {
    const said = (error as { stderr?: string }).stderr ?? String(error);
    return refused(project.path_with_namespace, "GitLab to accept its first commit", said.trim());
  }
}

/** Git gets the token in its environment, which no process list shows. It reads no settings of the user. */
function environment(folder: string): NodeJS.ProcessEnv {
  const authority = join(folder, "ca.crt");
  writeFileSync(authority, variables.GITLAB_CA);
  const login = Buffer.from(`oauth2:${variables.GITLAB_TOKEN}`).toString("base64");
  const settings: readonly (readonly [string, string])[] = [
    ["http.extraHeader", `Authorization: Basic ${login}`],
    ["user.name", "smallboat"],
    ["user.email", "smallboat@localhost"],
    ["core.excludesFile", resolve(".gitignore")],
  ];
  return {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
    ...(variables.GITLAB_CA && { GIT_SSL_CAINFO: authority }),
  };
}

function refused(path: string, expected: string, found: string): Problem {
  return {
    path,
    expected,
    found: `"${found}"`,
    remedy: "make sure that GitLab runs and accepts it, then run this again",
  };
}
