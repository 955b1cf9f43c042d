import { type Context, timestamp } from "../context.ts";
import { groupsAbove } from "../pipelines/known.ts";
import type { ResourceEvent } from "../store/issues.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import type { Project, User } from "../store/people.ts";
import type { Label } from "../store/settings.ts";

/** The fields of an issue or a merge request whose changes are recorded. */
export interface Followed {
  readonly type: ResourceEvent["resource_type"];
  readonly id: number;
  readonly labels: readonly string[];
  readonly milestone_id: number | null;
  readonly state: string;
}

export function followedRequest({ id, labels, milestone_id, state }: MergeRequest): Followed {
  return { type: "MergeRequest", id, labels, milestone_id, state };
}

const colour = "#6699cc";

/** The label of a title, of the project or of a group above it. */
export function labelNamed(
  { store }: Pick<Context, "store">,
  project: Project,
  title: string,
): Label | undefined {
  const own = store.labels.first({ source: "project", source_id: project.id, title });
  if (own) return own;
  const groups = groupsAbove({ store }, project).map(({ id }) => id);
  return store.labels.first({ source: "group", source_id: groups, title });
}

/** Creates missing labels of a project, as GitLab does when somebody uses one. */
export function ensureLabels(
  context: Pick<Context, "store">,
  project: Project,
  titles: readonly string[],
): void {
  const { labels } = context.store;
  for (const title of titles) {
    if (labelNamed(context, project, title)) continue;
    const row = { source: "project", source_id: project.id, title, color: colour } as const;
    labels.insert({ ...row, description: null, priority: null });
  }
}

/** Records the changes of labels, milestone and state. */
export function recordEvents(
  context: Context,
  project: Project,
  user: User,
  before: Followed | undefined,
  after: Followed,
): void {
  const { resourceEvents } = context.store;
  const blank = {
    project_id: project.id,
    resource_type: after.type,
    resource_id: after.id,
    user_id: user.id,
    action: null,
    label_id: null,
    milestone_id: null,
    state: null,
    created_at: timestamp(context),
  };
  const labels = { before: before?.labels ?? [], after: after.labels };
  const label = (title: string, action: "add" | "remove") => {
    const label_id = labelNamed(context, project, title)?.id ?? null;
    resourceEvents.insert({ ...blank, kind: "label", action, label_id });
  };
  for (const title of labels.after) if (!labels.before.includes(title)) label(title, "add");
  for (const title of labels.before) if (!labels.after.includes(title)) label(title, "remove");
  const old = before?.milestone_id ?? null;
  if (old !== after.milestone_id) {
    const action = after.milestone_id === null ? "remove" : "add";
    resourceEvents.insert({ ...blank, kind: "milestone", action, milestone_id: after.milestone_id ?? old });
  }
  if (before && before.state !== after.state) {
    const state = after.state === "opened" ? "reopened" : (after.state as "closed" | "merged");
    resourceEvents.insert({ ...blank, kind: "state", state });
  }
}
