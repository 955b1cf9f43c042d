import { timestamp } from "../context.ts";
import { projectEntity, simpleProjectEntity } from "../entities/project.ts";
import { level, projectOf, signedIn } from "../http/access.ts";
import { invalid, notFound } from "../http/errors.ts";
import { paginate } from "../http/pagination.ts";
import { filled, flag, integer, oneOf, optional, text } from "../http/params.ts";
import { accepted, type Call, type Route, route } from "../http/route.ts";
import { create, projectParams } from "../projects/create.ts";
import { visibleProjects } from "../projects/list.ts";
import { moveProject } from "../projects/move.ts";
import { removeProject } from "../projects/remove.ts";
import { updateProject } from "../projects/update.ts";
import type { Project } from "../store/people.ts";

const listParams = {
  search: optional(text()),
  visibility: optional(oneOf("private", "internal", "public")),
  owned: optional(flag()),
  membership: optional(flag()),
  archived: optional(flag()),
  simple: optional(flag()),
  topic: optional(text()),
  id_after: optional(integer()),
  order_by: optional(
    oneOf("id", "name", "path", "created_at", "updated_at", "last_activity_at", "similarity"),
  ),
  sort: optional(oneOf("asc", "desc")),
};

export const projectRoutes: readonly Route[] = [
  route("GET", "/projects", { auth: "anyone", params: listParams }, (call) => {
    const projects = visibleProjects(call.context, call.identity, call.params);
    return paginate(call, projects, (project) =>
      call.params.simple ? simpleProjectEntity(call.context, project, call.origin) : shown(call, project),
    );
  }),
  route("POST", "/projects", { params: projectParams }, async (call) => {
    return shown(call, await create(call.context, signedIn(call), call.params, call.origin));
  }),
  route("GET", "/projects/:id", { auth: "anyone" }, (call) => shown(call, projectOf(call))),
  route("PUT", "/projects/:id", { params: projectParams }, async (call) => {
    const project = projectOf(call, level.maintainer);
    return shown(call, await updateProject(call.context, project, call.params));
  }),
  route(
    "DELETE",
    "/projects/:id",
    { params: { permanently_remove: optional(flag()), full_path: optional(text()) } },
    async (call) => {
      const { context, params } = call;
      const project = projectOf(call, level.owner);
      if (!params.permanently_remove) {
        if (project.marked_for_deletion_on) throw invalid("Project has been already marked for deletion");
        markForDeletion(call, project);
        return accepted();
      }
      if (!project.marked_for_deletion_on) throw invalid("Project must be marked for deletion first.");
      if (params.full_path !== project.full_path) {
        throw invalid("`full_path` is incorrect. You must enter the complete path for the project.");
      }
      removeProject(context, project);
      return accepted();
    },
  ),
  route("POST", "/projects/:id/restore", {}, (call) => {
    const { store } = call.context;
    const project = projectOf(call, level.owner);
    const path = project.path.replace(/-deletion_scheduled-\d+$/, "");
    const full_path = project.full_path.replace(/-deletion_scheduled-\d+$/, "");
    if (store.projects.first({ full_path })?.id !== undefined && full_path !== project.full_path) {
      throw invalid({ path: ["has already been taken"] });
    }
    return shown(
      call,
      store.projects.update(project.id, {
        path,
        full_path,
        name: project.name.replace(/-deletion_scheduled-\d+$/, ""),
        marked_for_deletion_on: null,
      }),
    );
  }),
  route("POST", "/projects/:id/archive", {}, (call) => archive(call, true)),
  route("POST", "/projects/:id/unarchive", {}, (call) => archive(call, false)),
  route("PUT", "/projects/:id/transfer", { params: { namespace: filled() } }, (call) => {
    const project = projectOf(call, level.owner);
    return shown(call, moveProject(call.context, signedIn(call), project, call.params.namespace));
  }),
  route("GET", "/projects/:id/push_rule", {}, (call) => {
    projectOf(call);
    throw notFound();
  }),
  route("GET", "/projects/:id/import", {}, (call) => {
    const { id, description, name, created_at, path, full_path } = projectOf(call, level.maintainer);
    return { id, description, name, path, path_with_namespace: full_path, created_at, import_status: "none" };
  }),
];

/** A project that will be deleted releases its path at once. */
function markForDeletion({ context }: Pick<Call, "context">, project: Project): void {
  const suffix = `-deletion_scheduled-${project.id}`;
  context.store.projects.update(project.id, {
    name: project.name + suffix,
    path: project.path + suffix,
    full_path: project.full_path + suffix,
    marked_for_deletion_on: timestamp(context).slice(0, 10),
  });
}

function archive(call: Call<{ readonly id: string }>, archived: boolean) {
  const { id } = projectOf(call, level.owner);
  return shown(call, call.context.store.projects.update(id, { archived }));
}

function shown(
  { context, origin, identity }: Pick<Call, "context" | "origin" | "identity">,
  project: Project,
) {
  return projectEntity(context, project, origin, identity?.user);
}
