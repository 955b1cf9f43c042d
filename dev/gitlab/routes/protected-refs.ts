import { level, projectOf } from "../http/access.ts";
import { conflict, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, given, integer, optional, text } from "../http/params.ts";
import { type Call, type Route, route } from "../http/route.ts";
import type { AccessRule } from "../store/settings.ts";

const anyLevel = optional(integer(0, 30, 40, 60));
const descriptions: Readonly<Record<number, string>> = {
  0: "No one",
  30: "Developers + Maintainers",
  40: "Maintainers",
  60: "Instance admins",
};
const branches = "/projects/:id/protected_branches";
const tags = "/projects/:id/protected_tags";
type Named = Call<{ readonly id: string; readonly name: string }>;

export const protectedRefRoutes: readonly Route[] = [
  route("GET", branches, { params: { search: optional(text()) } }, (call) => {
    const project_id = projectOf(call, level.developer).id;
    const found = call.context.store.protectedBranches.all({ project_id });
    return paginate(
      call,
      found.filter(({ name }) => name.includes(call.params.search ?? "")),
      branchEntity,
    );
  }),
  route("GET", `${branches}/:name`, {}, (call) => branchEntity(branchRule(call, level.developer))),
  route(
    "POST",
    branches,
    {
      params: {
        name: filled(),
        push_access_level: anyLevel,
        merge_access_level: anyLevel,
        unprotect_access_level: optional(integer(30, 40, 60)),
        allow_force_push: optional(flag()),
      },
    },
    (call) => {
      const { store } = call.context;
      const project_id = projectOf(call, level.maintainer).id;
      const { name, push_access_level, merge_access_level, allow_force_push } = call.params;
      if (store.protectedBranches.first({ project_id, name })) {
        throw conflict(`Protected branch '${name}' already exists`);
      }
      return branchEntity(
        store.protectedBranches.insert({
          project_id,
          name,
          push_access_level: push_access_level ?? 40,
          merge_access_level: merge_access_level ?? 40,
          allow_force_push: allow_force_push ?? false,
          create_access_level: 40,
        }),
      );
    },
  ),
  route("PATCH", `${branches}/:name`, { params: { allow_force_push: optional(flag()) } }, (call) => {
    const { id } = branchRule(call, level.maintainer);
    const { allow_force_push } = call.params;
    return branchEntity(call.context.store.protectedBranches.update(id, given({ allow_force_push })));
  }),
  route("DELETE", `${branches}/:name`, {}, (call) => {
    call.context.store.protectedBranches.remove(branchRule(call, level.maintainer).id);
  }),
  route("GET", tags, {}, (call) => {
    const project_id = projectOf(call, level.developer).id;
    return paginate(call, call.context.store.protectedTags.all({ project_id }), tagEntity);
  }),
  route("GET", `${tags}/:name`, {}, (call) => tagEntity(tagRule(call, level.developer))),
  route(
    "POST",
    tags,
    { params: { name: filled(), create_access_level: optional(integer(0, 30, 40, 60)) } },
    (call) => {
      const { store } = call.context;
      const project_id = projectOf(call, level.maintainer).id;
      const { name, create_access_level = 40 } = call.params;
      if (store.protectedTags.first({ project_id, name })) {
        throw conflict(`Protected tag '${name}' already exists`);
      }
      const unused = { push_access_level: 40, merge_access_level: 40, allow_force_push: false };
      return tagEntity(store.protectedTags.insert({ project_id, name, ...unused, create_access_level }));
    },
  ),
  route("DELETE", `${tags}/:name`, {}, (call) => {
    call.context.store.protectedTags.remove(tagRule(call, level.maintainer).id);
  }),
];

function branchRule(call: Named, needed: number): AccessRule {
  const where = { project_id: projectOf(call, needed).id, name: call.params.name };
  const found = call.context.store.protectedBranches.first(where);
  if (!found) throw notFound();
  return found;
}

function tagRule(call: Named, needed: number): AccessRule {
  const where = { project_id: projectOf(call, needed).id, name: call.params.name };
  const found = call.context.store.protectedTags.first(where);
  if (!found) throw notFound();
  return found;
}

/** A rule has one level of each sort, so the rule's number identifies it. */
function levels(id: number, access_level: number) {
  return [{ id, access_level, access_level_description: descriptions[access_level] }];
}

function branchEntity({ id, name, push_access_level, merge_access_level, allow_force_push }: AccessRule) {
  return {
    id,
    name,
    push_access_levels: levels(id, push_access_level),
    merge_access_levels: levels(id, merge_access_level),
    allow_force_push,
  };
}

function tagEntity({ id, name, create_access_level }: AccessRule) {
  return { name, create_access_levels: levels(id, create_access_level) };
}
