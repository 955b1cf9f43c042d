import type { Context } from "../context.ts";
import type { MergeRequest } from "../store/merge-requests.ts";
import { isDraft } from "./mergeability.ts";
import type { Author } from "./update.ts";

/** Options of a push for merge requests, without their prefix; some may be given several times. */
export type PushOptions = ReadonlyMap<string, readonly string[]>;

/** The fields of a merge request from the options of a push, over those of an open one. */
export function fieldsOf(
  { store }: Context,
  { project }: Author,
  asked: PushOptions,
  open: MergeRequest | undefined,
  branch: string,
) {
  const one = (name: string) => asked.get(name)?.at(-1);
  const people = (name: string) =>
    (asked.get(name) ?? []).flatMap((user) => {
      const wanted = user.replace(/^@/, "");
      const found = /^\d+$/.test(wanted)
        ? store.users.get(Number(wanted))
        : store.users.first({ username: wanted.toLowerCase() });
      return found ? [found.id] : [];
    });
  const without = <T>(all: readonly T[], gone: readonly T[]) => all.filter((each) => !gone.includes(each));
  const title = one("title") ?? open?.title ?? branch;
  const milestone = one("milestone");
  return {
    title: asked.has("draft") && !isDraft({ title }) ? `Draft: ${title}` : title,
    description: one("description") ?? open?.description ?? undefined,
    labels: without(
      [...new Set([...(open?.labels ?? []), ...(asked.get("label") ?? [])])],
      asked.get("unlabel") ?? [],
    ),
    assignee_ids: without(
      [...new Set([...(open?.assignee_ids ?? []), ...people("assign")])],
      people("unassign"),
    ),
    milestone_id:
      milestone === undefined
        ? (open?.milestone_id ?? null)
        : (store.milestones.first({ project_id: project.id, title: milestone })?.id ?? null),
    ...(one("target") !== undefined && open && { target_branch: one("target") }),
    ...(asked.has("remove_source_branch") && { remove_source_branch: true }),
    ...(asked.has("squash") && { squash: true }),
  };
}
