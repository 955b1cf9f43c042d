import type { Context } from "../context.ts";
import { canSeeProject, level, projectLevel } from "../http/access.ts";
import type { Identity } from "../http/identity.ts";
import type { Project, Visibility } from "../store/people.ts";

export interface ProjectFilter {
  readonly search?: string | undefined;
  readonly visibility?: Visibility | undefined;
  readonly owned?: boolean | undefined;
  readonly membership?: boolean | undefined;
  readonly archived?: boolean | undefined;
  readonly topic?: string | undefined;
  readonly id_after?: number | undefined;
  readonly order_by?: string | undefined;
  readonly sort?: "asc" | "desc" | undefined;
}

/** The projects that a user may see, filtered and sorted; the newest first by default. */
export function visibleProjects(
  context: Context,
  identity: Identity | undefined,
  filter: ProjectFilter,
  among: readonly Project[] = context.store.projects.all(),
): Project[] {
  const search = filter.search?.toLowerCase();
  // An administrator may do everything, but is a member of few projects.
  const ownLevel = (project: Project) =>
    identity ? projectLevel(context, { ...identity.user, is_admin: false }, project) : 0;
  const found = among.filter(
    (project) =>
      canSeeProject(context, identity, project) &&
      (!search || [project.name, project.full_path].some((each) => each.toLowerCase().includes(search))) &&
      (!filter.visibility || project.visibility === filter.visibility) &&
      (filter.archived === undefined || project.archived === filter.archived) &&
      (!filter.topic || project.topics.includes(filter.topic)) &&
      (filter.id_after === undefined || project.id > filter.id_after) &&
      (!filter.membership || ownLevel(project) > 0) &&
      (!filter.owned || ownLevel(project) >= level.owner),
  );
  const field = filter.order_by === "similarity" || !filter.order_by ? "created_at" : filter.order_by;
  const key = (project: Project) =>
    (project as unknown as Record<string, string | number>)[field] ?? project.last_activity_at;
  const direction = filter.sort === "asc" ? 1 : -1;
  return found.sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return direction * (left < right ? -1 : left > right ? 1 : a.id - b.id);
  });
}
