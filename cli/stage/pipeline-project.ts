import { existsSync, readFileSync } from "node:fs";
import {
  connectGitLab,
  type GitLabClient,
  GitLabError,
  type GitLabOptions,
} from "../../lib/gitlab/client.ts";
import { everyPage, largePages } from "../../lib/gitlab/pages.ts";
import { ProblemError } from "../../lib/problems/index.ts";

/** The project of this pipeline, with the rights of the stage's token. */
export interface PipelineProject {
  readonly gitlab: GitLabClient;
  /** Path of the API, such as `/projects/7`. */
  readonly path: string;
  /** The default branch. */
  readonly branch: string;
  /** Id of the token's user. The first call asks GitLab. */
  readonly userId: () => Promise<number>;
}

/** @param path of the API, such as `/projects/7` */
export function pipelineProject(gitlab: GitLabClient, path: string, branch: string): PipelineProject {
  let user: Promise<unknown> | undefined;
  const userId = async () => {
    user ??= gitlab.request("GET", "/user");
    return ((await user) as { readonly id: number }).id;
  };
  return { gitlab, path, branch, userId };
}

/**
 * The project of a job. If the runner was told the authority of GitLab's certificate, CI_SERVER_TLS_CA_FILE names its file.
 * @param options of the client
 * @throws ProblemError with the variables that the job lacks
 */
export function projectOfPipeline(
  env: NodeJS.ProcessEnv = process.env,
  options: Pick<GitLabOptions, "patience" | "timeout"> = {},
): PipelineProject {
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
    ...{ url, token: GITLAB_TOKEN, ...options },
    ca: existsSync(file) ? readFileSync(file, "utf8") : undefined,
  });
  return pipelineProject(gitlab, `/projects/${CI_PROJECT_ID}`, CI_DEFAULT_BRANCH);
}

/** All objects of a list of the project. @param list path below the project's, which may have a query @throws GitLabError */
export function listOf<Item>({ gitlab, path }: PipelineProject, list: string): Promise<Item[]> {
  return everyPage(gitlab, `${path}${list}${list.includes("?") ? "&" : "?"}${largePages}`);
}

/** Creates or changes something in the project. @throws GitLabError also if GitLab does not have the place */
export async function demand(
  { gitlab, path }: PipelineProject,
  method: "POST" | "PUT",
  rest: string,
  body: object,
): Promise<void> {
  const answer = await gitlab.request(method, path + rest, body);
  if (answer === undefined) throw new GitLabError("404 Not Found", 404);
}
