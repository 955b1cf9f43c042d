import { namespaceEntity, ownerOf } from "../entities/group.ts";
import { canSeeGroup, signedIn } from "../http/access.ts";
import { notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { integer, optional, text } from "../http/params.ts";
import { type Route, route } from "../http/route.ts";

/** Groups and users, as places of projects. */
export const namespaceRoutes: readonly Route[] = [
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
  route("GET", "/namespaces/:id/exists", { params: { parent_id: optional(integer()) } }, (call) => {
    signedIn(call);
    const { store } = call.context;
    const parent = call.params.parent_id === undefined ? undefined : store.groups.get(call.params.parent_id);
    const full_path = parent ? `${parent.full_path}/${call.params.id}` : call.params.id;
    const isTaken = (path: string) =>
      store.groups.first({ full_path: path }) ?? store.users.first({ username: path });
    if (!isTaken(full_path)) return { exists: false, suggests: [] };
    let count = 1;
    while (isTaken(`${full_path}${count}`)) count++;
    return { exists: true, suggests: [`${call.params.id}${count}`] };
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
