import { accessTokenEntity } from "../entities/user.ts";
import { administrator, signedIn } from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { day, filled, integer, optional, text, texts } from "../http/params.ts";
import { type Route, route } from "../http/route.ts";
import { issueToken, lastDay } from "../secrets/issue.ts";
import { userOf } from "./users.ts";

/** The possible scopes of a person's token. */
const scopes = texts(
  ...["api", "read_api", "read_user", "read_repository", "write_repository", "read_registry"],
  ...["write_registry", "create_runner", "manage_runner", "sudo", "admin_mode", "ai_features", "k8s_proxy"],
  ...["read_observability", "write_observability", "self_rotate", "read_service_ping"],
);

/** Access tokens of people. */
export const personalTokenRoutes: readonly Route[] = [
  route(
    "POST",
    "/users/:id/personal_access_tokens",
    {
      params: {
        name: filled(),
        scopes,
        expires_at: optional(day()),
        description: optional(text()),
      },
    },
    (call) => {
      administrator(call);
      const { name, scopes, expires_at = lastDay(call.context), description = null } = call.params;
      const user_id = userOf(call).id;
      const given = { kind: "personal", user_id, name, scopes, expires_at, description } as const;
      const { token, secret } = issueToken(call.context, given);
      return accessTokenEntity(call.context, token, secret);
    },
  ),
  route("GET", "/personal_access_tokens", { params: { user_id: optional(integer()) } }, (call) => {
    const user = signedIn(call);
    const { user_id = user.is_admin ? undefined : user.id } = call.params;
    if (!user.is_admin && user_id !== user.id) throw forbidden();
    const found = call.context.store.tokens.all({ kind: "personal", ...(user_id && { user_id }) });
    return paginate(call, found, (token) => accessTokenEntity(call.context, token));
  }),
  route("GET", "/personal_access_tokens/self", { scopes: ["read_user", "self_rotate"] }, (call) => {
    if (!call.identity) throw notFound();
    return accessTokenEntity(call.context, call.identity.token);
  }),
  route("DELETE", "/personal_access_tokens/self", {}, (call) => {
    if (call.identity) call.context.store.tokens.update(call.identity.token.id, { revoked: true });
  }),
  route("DELETE", "/personal_access_tokens/:token_id", {}, (call) => {
    const token = call.context.store.tokens.get(Number(call.params.token_id));
    const user = signedIn(call);
    if (token?.kind !== "personal" || (!user.is_admin && token.user_id !== user.id)) throw notFound();
    call.context.store.tokens.update(token.id, { revoked: true });
  }),
];
