import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";

/** A project is empty until its first branch appears. It never becomes empty again. */
export function followFirstBranches({ events, store }: Context): void {
  events.on("push", ({ projectId, ref, after }) => {
    if (!ref.startsWith("refs/heads/") || after === zeroId) return;
    if (store.projects.get(projectId)?.has_branch === false) {
      store.projects.update(projectId, { has_branch: true });
    }
  });
}
