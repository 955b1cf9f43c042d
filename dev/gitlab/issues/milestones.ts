import type { Context } from "../context.ts";
import type { Milestone } from "../store/issues.ts";

/** The milestones of a project that have a title. */
export function milestonesNamed(
  { store }: Pick<Context, "store">,
  project_id: number,
  title: string,
): Milestone[] {
  return store.milestones.all({ project_id, title });
}

/** The milestone of a project with a number; undefined for one of another project. */
export function milestoneOf(
  { store }: Pick<Context, "store">,
  project_id: number,
  id: number | null,
): Milestone | undefined {
  const found = id === null ? undefined : store.milestones.get(id);
  return found?.project_id === project_id ? found : undefined;
}
