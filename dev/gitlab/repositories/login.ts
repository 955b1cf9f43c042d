import type { Context } from "../context.ts";
import { canSeeProject, level, projectLevel } from "../http/access.ts";
import { ApiError } from "../http/errors.ts";
import { basicLogin, isExpired, liveUser } from "../http/identity.ts";
import { digest } from "../secrets/token.ts";
import type { Project, Token, User } from "../store/people.ts";

/** A user's rights in a repository. */
export interface Access {
  /** Undefined for anonymous. */
  readonly user: User | undefined;
  readonly level: number;
  readonly canSee: boolean;
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

const nothing = { user: undefined, level: 0, canSee: false, canRead: false, canWrite: false };

/** The rights of a git client's login in a project; undefined if the login is wrong. */
export function accessOf(
  context: Context,
  authorization: string | undefined,
  project: Project | undefined,
): Access | undefined {
  const login = basicLogin(authorization);
  if (!login) {
    const isPublic = project?.visibility === "public";
    return { ...nothing, canSee: isPublic, canRead: isPublic };
  }
  const token = context.store.tokens.first({ digest: digest(login.password) });
  if (!token || token.revoked || isExpired(context, token)) return undefined;
  if (token.kind === "deploy") return deployAccess(context, token, login.user, project);
  if (token.kind === "job" && login.user !== "gitlab-ci-token") return undefined;
  const user = userOf(context, token);
  if (!user) return undefined;
  const canSee = project !== undefined && canSeeProject(context, { user, token }, project);
  if (!project || !canSee) return { ...nothing, user };
  const own = projectLevel(context, user, project);
  const allowed = token.kind === "job" ? jobScopes(token, project) : token.scopes;
  const has = (...scopes: string[]) => scopes.some((scope) => allowed.includes(scope));
  const isOpen = project.visibility !== "private";
  return {
    user,
    level: own,
    canSee,
    canRead: has("api", "read_repository", "write_repository") && (isOpen || own >= level.reporter),
    canWrite: has("api", "write_repository") && own >= level.developer,
  };
}

/** A job may read, and may write to its own project if the project allows it. */
function jobScopes({ project_id }: Token, { id, options }: Project): readonly string[] {
  const mayWrite = project_id === id && options.ci_push_repository_for_job_token_allowed === true;
  return mayWrite ? ["read_repository", "write_repository"] : ["read_repository"];
}

function deployAccess(context: Context, token: Token, user: string, project?: Project): Access | undefined {
  if (user !== token.username) return undefined;
  const groups: number[] = [];
  for (
    let id = project?.group_id ?? null;
    id !== null;
    id = context.store.groups.get(id)?.parent_id ?? null
  ) {
    groups.push(id);
  }
  const isIts = token.project_id === project?.id || groups.includes(token.group_id ?? 0);
  if (!project || !isIts) return nothing;
  const [reads, writes] = [
    token.scopes.includes("read_repository"),
    token.scopes.includes("write_repository"),
  ];
  const creator = context.store.users.get(project.creator_id);
  return {
    user: creator,
    level: level.developer,
    canSee: true,
    canRead: reads || writes,
    canWrite: writes,
  };
}

function userOf(context: Context, token: Token): User | undefined {
  try {
    return liveUser(context, token);
  } catch (error) {
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
