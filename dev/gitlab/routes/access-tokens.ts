import { randomBytes } from "node:crypto";
import { type Context, timestamp } from "../context.ts";
import { accessTokenEntity } from "../entities/user.ts";
import { groupLevel, groupOf, level, projectLevel, projectOf, signedIn } from "../http/access.ts";
import { badRequest, invalid, notFound, unauthorized } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { day, filled, integer, optional, text, texts, withDefault } from "../http/params.ts";
import { Answer, type Call, type Route, route } from "../http/route.ts";
import { issueToken, lastDay } from "../secrets/issue.ts";
import type { Token } from "../store/people.ts";

type Source = "project" | "group";

const scopes = texts(
  ...["api", "read_api", "read_registry", "write_registry", "read_repository", "write_repository"],
  ...["create_runner", "manage_runner", "ai_features", "k8s_proxy", "read_observability"],
  ...["write_observability", "self_rotate"],
);

/** The project or group of a token, and the rights of its creator there. */
interface Owner {
  readonly id: number;
  readonly ids: { readonly project_id: number | null; readonly group_id: number | null };
  readonly level: number;
}

function ownerOf(call: Call<{ readonly id: string }>, source: Source): Owner {
  const user = signedIn(call);
  if (source === "project") {
    const project = projectOf(call, level.maintainer);
    const own = projectLevel(call.context, user, project);
    return { id: project.id, ids: { project_id: project.id, group_id: null }, level: own };
  }
  const group = groupOf(call, level.owner);
  const own = groupLevel(call.context, user, group);
  return { id: group.id, ids: { project_id: null, group_id: group.id }, level: own };
}

function routesOf(source: Source): Route[] {
  const base = `/${source}s/:id/access_tokens` as const;
  const find = (call: Call<{ readonly id: string; readonly token_id: string }>): Token => {
    const { ids } = ownerOf(call, source);
    const token = call.context.store.tokens.get(Number(call.params.token_id));
    const isOwn = token?.project_id === ids.project_id && token.group_id === ids.group_id;
    if (token?.kind === source && isOwn) return token;
    throw notFound(`Could not find ${source} access token with token_id: ${call.params.token_id}`);
  };
  return [
    route("GET", base, { params: { state: optional(text()) } }, (call) => {
      const found = call.context.store.tokens.all({ kind: source, ...ownerOf(call, source).ids });
      const all = found.map((token) => accessTokenEntity(call.context, token));
      const { state } = call.params;
      return paginate(
        call,
        all.filter(({ active }) => state === undefined || active === (state === "active")),
        (token) => token,
      );
    }),
    route("GET", `${base}/:token_id`, {}, (call) => accessTokenEntity(call.context, find(call))),
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
        const owner = ownerOf(call, source);
        const user = signedIn(call);
        if (user.bot) throw badRequest(`User does not have permission to create ${source} access token`);
        const { name, scopes, access_level, description = null } = call.params;
        if (access_level > owner.level) {
          throw badRequest(
            "Access level of the token can't be greater the access level of the user who created the token",
          );
        }
        const expires_at = checkedDay(context, call.params.expires_at);
        return context.store.transaction(() => {
          const user_id = addBot(context, source, owner.id, name, access_level, user.id);
          const { token, secret } = issueToken(context, {
            ...{ kind: source, user_id, ...owner.ids, name, scopes, access_level },
            ...{ description, expires_at },
          });
          return accessTokenEntity(context, token, secret);
        });
      },
    ),
    route("POST", `${base}/:token_id/rotate`, { params: { expires_at: optional(day()) } }, (call) => {
      const { context } = call;
      const { id, digest: _, ...before } = find(call);
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
      const token = find(call);
      store.transaction(() => {
        store.tokens.update(token.id, { revoked: true });
        store.members.removeAll({ user_id: token.user_id });
        store.users.update(token.user_id, { state: "blocked" });
      });
    }),
  ];
}

/** Access tokens of projects and groups, each with a user of its own. */
export const accessTokenRoutes: readonly Route[] = [...routesOf("project"), ...routesOf("group")];

function addBot(
  context: Context,
  source: Source,
  source_id: number,
  name: string,
  access_level: number,
  created_by: number,
) {
  const created_at = timestamp(context);
  const username = `${source}_${source_id}_bot_${randomBytes(16).toString("hex")}`;
  const email = `${username}@noreply.localhost`;
  const bot = { username, name, email, state: "active", is_admin: false, bot: true, created_at } as const;
  const user_id = context.store.users.insert(bot).id;
  context.store.members.insert({
    ...{ source, source_id, user_id, access_level, created_at, created_by, expires_at: null },
  });
  return user_id;
}

/** A token must end: today at the earliest, and after a year at most. */
function checkedDay(context: Context, expires_at: string | undefined, days = 365): string {
  const last = lastDay(context);
  if (expires_at === undefined) return lastDay(context, days);
  if (expires_at < lastDay(context, 0)) throw invalid({ expires_at: ["must be in the future"] });
  if (expires_at > last) throw invalid({ expires_at: [`must be before ${last}`] });
  return expires_at;
}
