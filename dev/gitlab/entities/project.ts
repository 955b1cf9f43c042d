import type { Context } from "../context.ts";
import { level, projectLevel } from "../http/access.ts";
import type { Project, User } from "../store/people.ts";
import { fullName, namespaceEntity } from "./group.ts";
import { projectOptions } from "./project-options.ts";
import { userEntity } from "./user.ts";

export function simpleProjectEntity(context: Context, project: Project, origin: string) {
  const group = project.group_id === null ? undefined : context.store.groups.get(project.group_id);
  const owner = project.owner_id === null ? undefined : context.store.users.get(project.owner_id);
  const above = group ? fullName(context, group) : (owner?.name ?? "");
  const namespace = group ?? owner;
  return {
    id: project.id,
    description: project.description,
    name: project.name,
    name_with_namespace: `${above} / ${project.name}`,
    path: project.path,
    path_with_namespace: project.full_path,
    created_at: project.created_at,
    default_branch: project.default_branch,
    tag_list: project.topics,
    topics: project.topics,
    ssh_url_to_repo: `git@${new URL(origin).hostname}:${project.full_path}.git`,
    http_url_to_repo: `${origin}/${project.full_path}.git`,
    web_url: webUrl(project, origin),
    readme_url: null,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: project.last_activity_at,
    visibility: project.visibility,
    namespace: namespace ? namespaceEntity(namespace, origin) : null,
  };
}

export function webUrl(project: Project, origin: string): string {
  return `${origin}/${project.full_path}`;
}

export function projectEntity(context: Context, project: Project, origin: string, viewer?: User) {
  const api = `${origin}/api/v4/projects/${project.id}`;
  const owner = project.owner_id === null ? undefined : context.store.users.get(project.owner_id);
  const mayAdminister = viewer && projectLevel(context, viewer, project) >= level.maintainer;
  return {
    ...simpleProjectEntity(context, project, origin),
    container_registry_image_prefix: `${new URL(origin).host}/${project.full_path}`,
    _links: {
      self: api,
      issues: `${api}/issues`,
      merge_requests: `${api}/merge_requests`,
      repo_branches: `${api}/repository/branches`,
      labels: `${api}/labels`,
      events: `${api}/events`,
      members: `${api}/members`,
    },
    marked_for_deletion_at: project.marked_for_deletion_on,
    marked_for_deletion_on: project.marked_for_deletion_on,
    packages_enabled: true,
    empty_repo: !project.has_branch,
    archived: project.archived,
    ...(owner && { owner: userEntity(owner, origin) }),
    creator_id: project.creator_id,
    import_status: "none",
    import_url: null,
    import_type: null,
    import_error: null,
    open_issues_count: 0,
    shared_with_groups: [],
    ...projectOptions,
    ...project.options,
    ...(mayAdminister && { runners_token: null }),
    permissions: viewer ? permissions(context, project, viewer) : undefined,
  };
}

function permissions({ store }: Context, project: Project, { id: user_id }: User) {
  const own = store.members.first({ source: "project", source_id: project.id, user_id });
  const group =
    project.group_id === null
      ? undefined
      : store.members.first({ source: "group", source_id: project.group_id, user_id });
  const shown = (member: typeof own) =>
    member ? { access_level: member.access_level, notification_level: 3 } : null;
  return { project_access: shown(own), group_access: shown(group) };
}
