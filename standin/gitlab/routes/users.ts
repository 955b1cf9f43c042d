import { timestamp } from "../context.ts";
import { namespaceEntity, ownerOf } from "../entities/group.ts";
import { accessTokenEntity, ownUserEntity, userEntity } from "../entities/user.ts";
import { administrator, canSeeGroup, signedIn } from "../http/access.ts";
import { conflict, forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { day, filled, flag, integer, optional, text, texts } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { issueToken, lastDay } from "../secrets/issue.ts";
import type { User } from "../store/people.ts";

const userFilters = {
  username: optional(text()),
  search: optional(text()),
  blocked: optional(flag()),
  active: optional(flag()),
};

export const userRoutes: readonly Route[] = [
  route("GET", "/user", { scopes: ["read_user"] }, (call) => ownUserEntity(signedIn(call), call.origin)),
  route("GET", "/users", { scopes: ["read_user"], params: userFilters }, (call) => {
    const { username, search, blocked, active } = call.params;
    const found = call.context.store.users.all().filter((user) => {
      if (blocked && user.state !== "blocked") return false;
      if (active && user.state !== "active") return false;
      if (username !== undefined) return user.username.toLowerCase() === username.toLowerCase();
      return `${user.username}\n${user.name}\n${user.email}`.includes(search ?? "");
    });
    return paginate(call, found.reverse(), (user) => shown(call, user));
  }),
  route("GET", "/users/:id", { scopes: ["read_user"] }, (call) => shown(call, userOf(call))),
  route(
    "POST",
    "/users",
    {
      params: {
        email: filled(),
        name: filled(),
        username: filled(),
        admin: optional(flag()),
        password: optional(text()),
      },
    },
    (call) => {
      administrator(call);
      const { store } = call.context;
      const { email, name, username, admin = false } = call.params;
      if (store.users.first({ email })) throw conflict("Email has already been taken");
      if (store.users.first({ username }) ?? store.groups.first({ full_path: username })) {
        throw conflict("Username has already been taken");
      }
      const created_at = timestamp(call.context);
      const user = {
        username,
        name,
        email,
        state: "active",
        is_admin: admin,
        bot: false,
        created_at,
      } as const;
      return shown(call, store.users.insert(user));
    },
  ),
  route("POST", "/users/:id/block", {}, (call) => setState(call, "blocked")),
  route("POST", "/users/:id/unblock", {}, (call) => setState(call, "active")),
  route("DELETE", "/users/:id", {}, (call) => {
    const { store } = call.context;
    if (administrator(call).id === userOf(call).id) throw forbidden();
    const user_id = userOf(call).id;
    store.transaction(() => {
      store.tokens.removeAll({ user_id });
      store.members.removeAll({ user_id });
      store.users.remove(user_id);
    });
  }),
  route(
    "POST",
    "/users/:id/personal_access_tokens",
    {
      params: {
        name: filled(),
        scopes: texts(...personalScopes()),
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
  route("GET", "/namespaces", { params: { search: optional(text()) } }, (call) => {
    const user = signedIn(call);
    const { store } = call.context;
    const groups = store.groups.all().filter((group) => canSeeGroup(call.context, user, group));
    const all = [...(user.is_admin ? store.users.all({ bot: false }) : [user]), ...groups];
    const search = call.params.search?.toLowerCase() ?? "";
    const namespaces = all.map((owner) => namespaceEntity(owner, call.origin));
    return paginate(
      call,
      namespaces.filter((each) => `${each.name}\n${each.full_path}`.toLowerCase().includes(search)),
      (each) => each,
    );
  }),
  route("GET", "/namespaces/:id", {}, (call) => {
    const { store } = call.context;
    const { id } = call.params;
    const owner = /^\d+$/.test(id)
      ? ownerOf(call.context, Number(id))
      : (store.groups.first({ full_path: id }) ?? store.users.first({ username: id }));
    const user = signedIn(call);
    const isSeen =
      owner &&
      ("username" in owner ? user.is_admin || owner.id === user.id : canSeeGroup(call.context, user, owner));
    if (!owner || !isSeen) throw notFound("Namespace");
    return namespaceEntity(owner, call.origin);
  }),
];

/** Scopes that a person's token can have. */
export function personalScopes(): string[] {
  return [
    ...["api", "read_api", "read_user", "read_repository", "write_repository", "read_registry"],
    ...["write_registry", "create_runner", "manage_runner", "sudo", "admin_mode", "ai_features", "k8s_proxy"],
    ...["read_observability", "write_observability", "self_rotate", "read_service_ping"],
  ];
}

function userOf({ context, params }: Call<{ readonly id: string }>): User {
  const user = context.store.users.get(Number(params.id));
  if (!user) throw notFound("User");
  return user;
}

/** @returns what GitLab says where it is so already: null of a blocked user, false of an active one */
function setState(call: Call<{ readonly id: string }>, state: User["state"]): boolean | null {
  administrator(call);
  const user = userOf(call);
  if (user.state === state) return state === "blocked" ? null : false;
  call.context.store.users.update(user.id, { state });
  return true;
}

/** Administrators and the user himself see more. */
function shown({ identity, origin }: Pick<Call, "identity" | "origin">, user: User) {
  const seesAll = identity && (identity.user.is_admin || identity.user.id === user.id);
  return seesAll ? ownUserEntity(user, origin) : userEntity(user, origin);
}
