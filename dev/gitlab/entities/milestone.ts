import type { Milestone } from "../store/issues.ts";

/** @param web the project's page */
export function milestoneEntity(milestone: Milestone, web: string, now: Date) {
  const { id, iid, project_id, title, description, state, created_at, updated_at } = milestone;
  const { due_date, start_date } = milestone;
  return {
    id,
    iid,
    project_id,
    title,
    description,
    state,
    created_at,
    updated_at,
    due_date,
    start_date,
    expired: due_date !== null && due_date < now.toISOString().slice(0, 10),
    web_url: `${web}/-/milestones/${iid}`,
  };
}
