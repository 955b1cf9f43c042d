import { timestamp } from "../context.ts";
import { projectEntity } from "../entities/project.ts";
import { ownUserEntity, userEntity } from "../entities/user.ts";
import { administrator, signedIn } from "../http/access.ts";
import { conflict, forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, given, oneOf, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import { visibleProjects } from "../projects/list.ts";
import type { User } from "../store/people.ts";

const userFilters = {
  username: optional(text()),
  search: optional(text()),
  blocked: optional(flag()),
  active: optional(flag()),
};

const userChanges = {
  email: optional(filled()),
  name: optional(filled()),
  username: optional(filled()),
  admin: optional(flag()),
  password: optional(text()),
  provider: optional(filled()),
  extern_uid: optional(filled()),
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
      refuseTaken(call, { email, username });
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
  route("PUT", "/users/:id", { params: userChanges }, (call) => {
    administrator(call);
    const { store } = call.context;
    const { id, identities = [] } = userOf(call);
    const { email, name, username, admin, provider, extern_uid } = call.params;
    refuseTaken(call, { email, username }, id);
    const change = given({ email, name, username, is_admin: admin });
    const isNamed = provider !== undefined && extern_uid !== undefined;
    const others = identities.filter((each) => each.provider !== provider);
    const all = isNamed ? [...others, { provider, extern_uid }] : identities;
    return shown(call, store.users.update(id, { ...change, identities: all }));
  }),
  route("DELETE", "/users/:id/identities/:provider", {}, (call) => {
    administrator(call);
    const { id, identities = [] } = userOf(call);
    const others = identities.filter(({ provider }) => provider !== call.params.provider);
    if (others.length === identities.length) throw notFound("Identity");
    call.context.store.users.update(id, { identities: others });
  }),
  route("POST", "/users/:id/block", {}, (call) => setState(call, "blocked")),
  route("POST", "/users/:id/unblock", {}, (call) => setState(call, "active")),
  route("POST", "/users/:id/ban", {}, (call) => setState(call, "banned")),
  route("POST", "/users/:id/unban", {}, (call) => setState(call, "active")),
  route("GET", "/users/:id/projects", { auth: "anyone" }, (call) => {
    const user = userOf(call);
    const projects = visibleProjects(call.context, call.identity, {}).filter(
      ({ owner_id }) => owner_id === user.id,
    );
    return paginate(call, projects, (each) => projectEntity(call.context, each, call.origin));
  }),
  route(
    "GET",
    "/users/:id/memberships",
    { params: { type: optional(oneOf("Project", "Namespace")) } },
    (call) => {
      administrator(call);
      const { store } = call.context;
      const found = store.members.all({ user_id: userOf(call).id }).map((member) => ({
        source_id: member.source_id,
        source_name:
          (member.source === "project" ? store.projects : store.groups).get(member.source_id)?.name ?? "",
        source_type: member.source === "project" ? "Project" : "Namespace",
        access_level: member.access_level,
      }));
      const { type } = call.params;
      const wanted = found.filter(({ source_type }) => type === undefined || type === source_type);
      return paginate(call, wanted, (each) => each);
    },
  ),
  route("DELETE", "/users/:id", {}, (call) => {
    const { store } = call.context;
    if (administrator(call).id === userOf(call).id) throw forbidden();
    const user_id = userOf(call).id;
    store.transaction(() => {
      store.tokens.removeAll({ user_id });
      store.members.removeAll({ user_id });
      store.triggers.removeAll({ owner_id: user_id });
      store.users.remove(user_id);
    });
  }),
];

/** 409 if another user has the address or the name. */
function refuseTaken(
  { context: { store } }: Pick<Call, "context">,
  { email, username }: { readonly email?: string | undefined; readonly username?: string | undefined },
  self?: number,
): void {
  const others = (found: { readonly id: number } | undefined) => found !== undefined && found.id !== self;
  if (email !== undefined && others(store.users.first({ email }))) {
    throw conflict("Email has already been taken");
  }
  if (username === undefined) return;
  if (others(store.users.first({ username })) || store.groups.first({ full_path: username })) {
    throw conflict("Username has already been taken");
  }
}

export function userOf({ context, params }: Call<{ readonly id: string }>): User {
  const user = context.store.users.get(Number(params.id));
  if (!user) throw notFound("User");
  return user;
}

/** @returns GitLab's answer if the user has that state already: null for blocked, false for active */
function setState(call: Call<{ readonly id: string }>, state: User["state"]): boolean | null {
  administrator(call);
  const user = userOf(call);
  if (user.state === state) return state === "blocked" ? null : false;
  call.context.store.users.update(user.id, { state });
  return true;
}

/** Administrators and the user themselves see more. */
function shown({ identity, origin }: Pick<Call, "identity" | "origin">, user: User) {
  const seesAll = identity && (identity.user.is_admin || identity.user.id === user.id);
  return seesAll ? ownUserEntity(user, origin) : userEntity(user, origin);
}
