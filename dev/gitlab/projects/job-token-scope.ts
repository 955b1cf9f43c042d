import type { Context } from "../context.ts";
import type { Project } from "../store/people.ts";

type Known = Pick<Context, "store">;

/** Whether a project limits which other projects' jobs reach it; GitLab does so from the start. */
export function isLimited({ options }: Project): boolean {
  return options.ci_inbound_job_token_scope_enabled !== false;
}

/** True if the token of a job of one project may be used for another. */
export function reaches({ store }: Known, fromId: number | null, project: Project): boolean {
  if (fromId === project.id || !isLimited(project)) return true;
  const from = fromId === null ? undefined : store.projects.get(fromId);
  const groups = new Set<number>();
  for (let id = from?.group_id ?? null; id !== null; id = store.groups.get(id)?.parent_id ?? null)
    groups.add(id);
  return store.jobTokenAllowances
    .all({ project_id: project.id })
    .some((each) => each.from_project_id === fromId || groups.has(each.from_group_id ?? 0));
}
