import type { FastifyRequest } from "fastify";
import type { Context } from "../context.ts";
import { digest } from "../secrets/token.ts";
import type { Token, User } from "../store/people.ts";
import {
  badParameter,
  forbidden,
  insufficientScope,
  invalidToken,
  notFound,
  unauthorized,
} from "./errors.ts";
import type { RouteOptions } from "./route.ts";

/** The caller and their token. */
export interface Identity {
  readonly user: User;
  readonly token: Token;
}

/** The caller, by any credential of the request; undefined if it has none. */
export function identify(
  context: Context,
  request: FastifyRequest,
  all: Readonly<Record<string, unknown>>,
  { jobToken, scopes = [] }: Pick<RouteOptions<never>, "jobToken" | "scopes">,
): Identity | undefined {
  const secret = carried(request, all);
  if (!secret) return undefined;
  const token = context.store.tokens.first({ digest: digest(secret) });
  if (!token || token.kind === "deploy" || (token.kind === "job" && !jobToken)) throw unauthorized();
  const user = liveUser(context, token);
  if (token.kind !== "job") requireScope(token, request.method, scopes);
  const other = [request.headers.sudo, all.sudo].find((each) => each !== undefined);
  if (other === undefined) return { user, token };
  if (typeof other === "object") throw badParameter("sudo is invalid");
  return { user: standFor(context, user, token, `${other}`), token };
}

/** The user for whom an administrator acts, by number or name. */
function standFor({ store }: Context, user: User, token: Token, other: string): User {
  if (!user.is_admin) throw forbidden("Must be admin to use sudo");
  if (!token.scopes.includes("sudo")) throw insufficientScope(["sudo"]);
  const found = /^\d+$/.test(other)
    ? store.users.get(Number(other))
    : store.users.first({ username: other.toLowerCase() });
  if (!found) throw notFound(`User with ID or username '${other}'`);
  return found;
}

/** The owner of a token. @throws if it is revoked or expired, or its user is blocked */
export function liveUser(context: Context, token: Token): User {
  if (token.revoked) throw invalidToken("Token was revoked. You have to re-authorize from the user.");
  if (isExpired(context, token)) {
    throw invalidToken("Token is expired. You can either do re-authorization or token refresh.");
  }
  const user = context.store.users.get(token.user_id);
  if (user?.state !== "active") throw unauthorized();
  touch(context, token);
  return user;
}

/** A day begins at its first moment. */
export function isExpired(context: Pick<Context, "now">, { expires_at }: Pick<Token, "expires_at">): boolean {
  return expires_at !== null && Date.parse(expires_at) <= context.now().getTime();
}

/** Use is noted once in ten minutes, as GitLab does. */
function touch(context: Context, token: Token): void {
  const last = token.last_used_at === null ? 0 : Date.parse(token.last_used_at);
  const now = context.now();
  if (now.getTime() - last > 600_000)
    context.store.tokens.update(token.id, { last_used_at: now.toISOString() });
}

function requireScope(token: Token, method: string, extra: readonly string[]): void {
  const isReading = method === "GET" || method === "HEAD";
  const enough = ["api", ...(isReading ? ["read_api"] : []), ...extra];
  if (!token.scopes.some((scope) => enough.includes(scope))) throw insufficientScope(enough);
}

function carried({ headers }: FastifyRequest, all: Readonly<Record<string, unknown>>): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
  const found = [
    headers["private-token"],
    all.private_token,
    headers["job-token"],
    all.job_token,
    bearer,
    basicLogin(headers.authorization)?.password,
  ];
  return found.find((each): each is string => typeof each === "string" && each !== "");
}

/** User and password of an `Authorization: Basic` header. */
export function basicLogin(header: string | undefined): { user: string; password: string } | undefined {
  const encoded = /^Basic +(\S+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return undefined;
  const login = Buffer.from(encoded, "base64").toString("utf8");
  const colon = login.indexOf(":");
  return colon < 0 ? undefined : { user: login.slice(0, colon), password: login.slice(colon + 1) };
}
