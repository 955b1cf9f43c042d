import type { Context } from "../context.ts";
import {
  given,
  integer,
  integers,
  moment,
  oneOf,
  optional,
  text,
  texts,
  type Values,
  withDefault,
} from "../http/params.ts";
import { milestonesNamed } from "../issues/milestones.ts";
import type { MergeRequest } from "../store/merge-requests.ts";

/** Filters of lists of merge requests. */
export const requestFilters = {
  state: withDefault(oneOf("opened", "closed", "locked", "merged", "all"), "all"),
  iids: optional(integers()),
  source_branch: optional(text()),
  target_branch: optional(text()),
  search: optional(text()),
  labels: optional(texts()),
  author_id: optional(integer()),
  author_username: optional(text()),
  assignee_id: optional(text()),
  milestone: optional(text()),
  created_after: optional(moment()),
  created_before: optional(moment()),
  updated_after: optional(moment()),
  updated_before: optional(moment()),
  order_by: withDefault(oneOf("created_at", "updated_at", "title", "merged_at"), "created_at"),
  sort: withDefault(oneOf("asc", "desc"), "desc"),
};

/** The merge requests of some projects that match a filter, in its order. */
export function filteredRequests(
  context: Pick<Context, "store">,
  filter: Values<typeof requestFilters>,
  project_id: readonly number[],
): MergeRequest[] {
  const { state, iids, source_branch, target_branch, author_id, author_username, order_by, sort } = filter;
  const { search = "", labels = [], assignee_id, milestone } = filter;
  const { created_after = "", created_before = "9", updated_after = "", updated_before = "9" } = filter;
  const named = author_username && context.store.users.first({ username: author_username })?.id;
  const where = {
    project_id,
    ...given({ source_branch, target_branch, iid: iids }),
    ...given({ author_id: author_username ? named || 0 : author_id }),
    ...(state !== "all" && { state: state as MergeRequest["state"] }),
  };
  const words = search.toLowerCase();
  const [label = ""] = labels;
  const hasLabels = (row: MergeRequest) => {
    if (labels.length === 1 && /^none$/i.test(label)) return row.labels.length === 0;
    if (labels.length === 1 && /^any$/i.test(label)) return row.labels.length > 0;
    return labels.every((each) => row.labels.includes(each));
  };
  const isAssigned = ({ assignee_ids }: MergeRequest) => {
    if (assignee_id === undefined) return true;
    if (/^none$/i.test(assignee_id)) return assignee_ids.length === 0;
    return /^any$/i.test(assignee_id) ? assignee_ids.length > 0 : assignee_ids.includes(Number(assignee_id));
  };
  const isIn = ({ milestone_id, project_id: id }: MergeRequest) =>
    milestone === undefined ||
    milestonesNamed(context, id, milestone).some((each) => each.id === milestone_id);
  return context.store.mergeRequests
    .all(where, { order: `${sort === "desc" ? "-" : ""}${order_by}` })
    .filter(({ title, description }) => `${title}\n${description}`.toLowerCase().includes(words))
    .filter((row) => hasLabels(row) && isAssigned(row) && isIn(row))
    .filter(({ created_at }) => created_at >= created_after && created_at <= created_before)
    .filter(({ updated_at }) => updated_at >= updated_after && updated_at <= updated_before);
}
