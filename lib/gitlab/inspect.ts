import type { Problem } from "../problems/index.ts";
import { connectGitLab, type GitLabClient, GitLabError } from "./client.ts";
import { type AskedGitLab, gitlabProblem, noGitLab } from "./gitlab-problem.ts";

/** The GitLab to check, and the paths of its settings. */
export interface GitLabTarget extends AskedGitLab {
  readonly token: string;
  /** PEM text of an authority to trust. */
  readonly ca: string | undefined;
  /** Id of the group above the stage's group. */
  readonly parentId: number | undefined;
  readonly where: AskedGitLab["where"] & { readonly parent: string };
}

/** Milliseconds in which a restarting GitLab must answer. */
const patience = 20_000;

/**
 * Finds problems that would make a run fail half-way: GitLab does not answer or is not trusted, the token is unknown or
 * has too few rights, or the parent group does not exist. Changes nothing.
 */
export async function inspectGitLab(target: GitLabTarget): Promise<Problem[]> {
  const gitlab = connectGitLab({ ...target, patience });
  try {
    const user = await gitlab.request("GET", "/user");
    if (user === undefined) return [noGitLab(target, "no such page (404)")];
    return [
      ...(await tokenProblems(gitlab, target, user as User)),
      ...(await parentProblems(gitlab, target)),
    ];
  } catch (error) {
    if (!(error instanceof GitLabError)) throw error;
    return [gitlabProblem(target, error)];
  }
}

interface User {
  readonly username: string;
  readonly can_create_group?: boolean;
}

/** Checks a personal token's scope and rights. Other kinds of tokens are not checked: their first call shows a fault. */
async function tokenProblems(
  gitlab: GitLabClient,
  { where, parentId }: GitLabTarget,
  user: User,
): Promise<Problem[]> {
  const own = gitlab.request("GET", "/personal_access_tokens/self").catch((error: unknown) => {
    if (error instanceof GitLabError && error.status && error.status < 500) return undefined;
    throw error;
  });
  const { scopes } = ((await own) ?? {}) as { scopes?: readonly string[] };
  if (scopes && !scopes.includes("api")) {
    const found = `one with ${scopes.join(", ") || "none"}`;
    return [
      {
        path: where.token,
        expected: "a token with scope api",
        found,
        remedy: "make a new token with scope api",
      },
    ];
  }
  if (user.can_create_group === false && parentId === undefined) {
    return [
      {
        path: where.token,
        expected: "a token whose user may create top-level groups",
        found: `the token of ${user.username}, who may not`,
        remedy: `use another token, or set ${where.parent} to a group that ${user.username} owns`,
      },
    ];
  }
  return [];
}

async function parentProblems(gitlab: GitLabClient, { where, parentId }: GitLabTarget): Promise<Problem[]> {
  if (parentId === undefined || (await gitlab.request("GET", `/groups/${parentId}`)) !== undefined) return [];
  const remedy = "correct the number, or give the token's user access to the group";
  return [
    {
      path: where.parent,
      expected: "the number of a group that the token may see",
      found: `${parentId}`,
      remedy,
    },
  ];
}
