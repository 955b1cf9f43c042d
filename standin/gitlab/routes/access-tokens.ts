import { randomBytes } from "node:crypto";
import { type Context, timestamp } from "../context.ts";
import { accessTokenEntity } from "../entities/user.ts";
import { level, projectLevel, projectOf, signedIn } from "../http/access.ts";
import { badRequest, invalid, notFound, unauthorized } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { day, filled, integer, optional, text, texts, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { issueToken, lastDay } from "../secrets/issue.ts";
import type { Project, Token } from "../store/people.ts";

const base = "/projects/:id/access_tokens";
const scopes = texts(
  ...["api", "read_api", "read_registry", "write_registry", "read_repository", "write_repository"],
  ...["create_runner", "manage_runner", "ai_features", "k8s_proxy", "read_observability"],
  ...["write_observability", "self_rotate"],
);

/** Access tokens of projects, each with a user of its own. */
export const accessTokenRoutes: readonly Route[] = [
  route("GET", base, { params: { state: optional(text()) } }, (call) => {
    const project_id = projectOf(call, level.maintainer).id;
    const found = call.context.store.tokens.all({ kind: "project", project_id });
    const all = found.map((token) => accessTokenEntity(call.context, token));
    const { state } = call.params;
    return paginate(
      call,
      all.filter(({ active }) => state === undefined || active === (state === "active")),
      (token) => token,
    );
  }),
  route("GET", `${base}/:token_id`, {}, (call) => accessTokenEntity(call.context, tokenOf(call))),
  route(
    "POST",
    base,
    {
      params: {
        name: filled(),
        scopes,
        access_level: withDefault(integer(10, 15, 20, 25, 30, 40, 50), 40),
        expires_at: optional(day()),
        description: optional(text()),
      },
    },
    (call) => {
      const { context } = call;
      const project = projectOf(call, level.maintainer);
      const user = signedIn(call);
      if (user.bot) throw badRequest("User does not have permission to create project access token");
      const { name, scopes, access_level, description = null } = call.params;
      if (access_level > projectLevel(context, user, project)) {
        throw badRequest(
          "Access level of the token can't be greater the access level of the user who created the token",
        );
      }
      const expires_at = checkedDay(context, call.params.expires_at);
      return context.store.transaction(() => {
        const user_id = addBot(context, project, name, access_level, user.id);
        const { token, secret } = issueToken(context, {
          ...{ kind: "project", user_id, project_id: project.id, name, scopes, access_level },
          ...{ description, expires_at },
        });
        return accessTokenEntity(context, token, secret);
      });
    },
  ),
  route("POST", `${base}/:token_id/rotate`, { params: { expires_at: optional(day()) } }, (call) => {
    const { context } = call;
    const { id, digest: _, ...before } = tokenOf(call);
    if (before.revoked) throw unauthorized();
    const expires_at = checkedDay(context, call.params.expires_at, 7);
    return context.store.transaction(() => {
      context.store.tokens.update(id, { revoked: true });
      const created_at = timestamp(context);
      const given = { ...before, expires_at, created_at, last_used_at: null };
      const { token, secret } = issueToken(context, given);
      return new Answer(200, accessTokenEntity(context, token, secret));
    });
  }),
  route("DELETE", `${base}/:token_id`, {}, (call) => {
    const { store } = call.context;
    const token = tokenOf(call);
    store.transaction(() => {
      store.tokens.update(token.id, { revoked: true });
      store.members.removeAll({ user_id: token.user_id });
      store.users.update(token.user_id, { state: "blocked" });
    });
  }),
];

function tokenOf(call: Call<{ readonly id: string; readonly token_id: string }>): Token {
  const project = projectOf(call, level.maintainer);
  const token = call.context.store.tokens.get(Number(call.params.token_id));
  if (token?.kind !== "project" || token.project_id !== project.id) {
    throw notFound(`Could not find project access token with token_id: ${call.params.token_id}`);
  }
  return token;
}

function addBot(context: Context, project: Project, name: string, access_level: number, creator: number) {
  const created_at = timestamp(context);
  const username = `project_${project.id}_bot_${randomBytes(16).toString("hex")}`;
  const email = `${username}@noreply.localhost`;
  const bot = { username, name, email, state: "active", is_admin: false, bot: true, created_at } as const;
  const user_id = context.store.users.insert(bot).id;
  context.store.members.insert({
    ...{ source: "project", source_id: project.id, user_id, access_level, created_at },
    ...{ created_by: creator, expires_at: null },
  });
  return user_id;
}

/** A token ends some day, but not before it begins, and at most after a year. */
function checkedDay(context: Context, expires_at: string | undefined, days = 365): string {
  const last = lastDay(context);
  if (expires_at === undefined) return lastDay(context, days);
  if (expires_at <= lastDay(context, 0)) throw invalid({ expires_at: ["must be in the future"] });
  if (expires_at > last) throw invalid({ expires_at: [`must be before ${last}`] });
  return expires_at;
}
