import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";
import { setHead } from "../git/repository.ts";
import { repositoryPlace } from "./repository.ts";

const prefix = "refs/heads/";

/** A project is empty until its first branch appears, and not again. That branch is its default, if no other is. */
export function followFirstBranches(context: Context): void {
  const { events, store } = context;
  events.on("push", async ({ projectId, ref, after }) => {
    const project = store.projects.get(projectId);
    if (!ref.startsWith(prefix) || after === zeroId || project?.has_branch !== false) return;
    const repository = repositoryPlace(context, project);
    const isThere = existsSync(join(repository.path, prefix, project.default_branch));
    const default_branch = isThere ? project.default_branch : ref.slice(prefix.length);
    store.projects.update(projectId, { has_branch: true, default_branch });
    if (!isThere) await setHead(repository, default_branch);
  });
}
