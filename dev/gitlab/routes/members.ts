import { timestamp } from "../context.ts";
import { memberEntity } from "../entities/user.ts";
import { groupOf, level, projectOf, signedIn } from "../http/access.ts";
import { conflict, forbidden, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { day, given, integer, integers, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { Member } from "../store/people.ts";

const access_level = integer(5, 10, 15, 20, 25, 30, 40, 50);
const listParams = { query: optional(text()), user_ids: optional(integers()) };
type Source = "project" | "group";
type Named = Call<{ readonly id: string }>;

function routesOf(source: Source): Route[] {
  const base = `/${source}s/:id/members` as const;
  const idOf = (call: Named, needed?: number) =>
    (source === "project" ? projectOf(call, needed) : groupOf(call, needed)).id;
  const manager = source === "project" ? level.maintainer : level.owner;
  return [
    route("GET", base, { params: listParams }, (call) =>
      list(call, call.context.store.members.all({ source, source_id: idOf(call) })),
    ),
    route("GET", `${base}/all`, { params: listParams }, (call) =>
      list(call, inherited(call, source, idOf(call))),
    ),
    route("GET", `${base}/all/:user_id`, {}, (call) => {
      const found = inherited(call, source, idOf(call));
      return shown(
        call,
        found.find(({ user_id }) => String(user_id) === call.params.user_id),
      );
    }),
    route("GET", `${base}/:user_id`, {}, (call) => shown(call, memberOf(call, source, idOf(call)))),
    route(
      "POST",
      base,
      { params: { user_id: integer(), access_level, expires_at: optional(day()) } },
      (call) => {
        const source_id = idOf(call, manager);
        const { user_id, access_level, expires_at = null } = call.params;
        const { store } = call.context;
        if (!store.users.get(user_id)) throw notFound("User");
        if (store.members.first({ source, source_id, user_id })) throw conflict("Member already exists");
        const created_by = signedIn(call).id;
        const created_at = timestamp(call.context);
        const member = { source, source_id, user_id, access_level, created_at, created_by, expires_at };
        return shown(call, store.members.insert(member));
      },
    ),
    route("PUT", `${base}/:user_id`, { params: { access_level, expires_at: optional(day()) } }, (call) => {
      const { id } = memberOf(call, source, idOf(call, manager));
      const { access_level, expires_at } = call.params;
      return shown(call, call.context.store.members.update(id, given({ access_level, expires_at })));
    }),
    route("DELETE", `${base}/:user_id`, {}, (call) => {
      const { store } = call.context;
      const source_id = idOf(call, manager);
      const member = memberOf(call, source, source_id);
      const owners = store.members.count({ source, source_id, access_level: level.owner });
      if (source === "group" && member.access_level === level.owner && owners === 1) throw forbidden();
      store.members.remove(member.id);
    }),
  ];
}

export const memberRoutes: readonly Route[] = [...routesOf("project"), ...routesOf("group")];

function memberOf(call: Call<{ readonly user_id: string }>, source: Source, source_id: number): Member {
  const user_id = Number(call.params.user_id);
  const found = call.context.store.members.first({ source, source_id, user_id });
  if (!found) throw notFound();
  return found;
}

/** Members of the source and of every group above it; of one who is several times, the highest. */
function inherited({ context: { store } }: Call, source: Source, source_id: number): Member[] {
  const own = store.members.all({ source, source_id });
  const above =
    source === "project" ? store.projects.get(source_id)?.group_id : store.groups.get(source_id)?.parent_id;
  const all = [...own];
  for (let id = above; id; id = store.groups.get(id)?.parent_id) {
    all.push(...store.members.all({ source: "group", source_id: id }));
  }
  const highest = new Map<number, Member>();
  for (const member of all) {
    const before = highest.get(member.user_id);
    if (!before || before.access_level < member.access_level) highest.set(member.user_id, member);
  }
  return [...highest.values()];
}

function list(
  call: Call<{ readonly query: string | undefined; readonly user_ids: readonly number[] | undefined }>,
  members: readonly Member[],
) {
  const { user_ids } = call.params;
  const query = call.params.query?.toLowerCase() ?? "";
  const found = members.filter(({ user_id }) => {
    if (user_ids && !user_ids.includes(user_id)) return false;
    const user = call.context.store.users.get(user_id);
    return user && `${user.username}\n${user.name}`.toLowerCase().includes(query);
  });
  return paginate(call, found, (each) => shown(call, each));
}

function shown({ context, origin }: Call, member: Member | undefined) {
  const user = member && context.store.users.get(member.user_id);
  if (!member || !user) throw notFound();
  return memberEntity(member, user, origin);
}
