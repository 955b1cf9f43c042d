import type { Context, PushEvent } from "../context.ts";
import { findRef, zeroId } from "../git/refs.ts";
import { setHead } from "../git/repository.ts";
import { repositoryOf } from "./repository.ts";

const prefix = "refs/heads/";

/**
 * Notes a project's first branch: it becomes the default one, unless the default one came with the same push,
 * and the default branch is protected, as GitLab does.
 */
export async function noteFirstBranch(
  context: Context,
  { projectId, ref, before }: PushEvent,
): Promise<void> {
  const project = context.store.projects.get(projectId);
  if (!project || project.has_branch || before !== zeroId || !ref.startsWith(prefix)) return;
  const branch = ref.slice(prefix.length);
  if (branch === project.default_branch) return protectDefault(context, projectId, branch);
  const repository = repositoryOf(context, project);
  const hasDefault = await findRef(repository, prefix + project.default_branch);
  if (!hasDefault) await setHead(repository, branch);
  protectDefault(context, projectId, hasDefault ? project.default_branch : branch);
}

function protectDefault({ store }: Context, project_id: number, branch: string): void {
  store.transaction(() => {
    if (store.projects.get(project_id)?.has_branch !== false) return;
    store.projects.update(project_id, { has_branch: true, default_branch: branch });
    if (store.protectedBranches.first({ project_id, name: branch })) return;
    store.protectedBranches.insert({
      project_id,
      name: branch,
      push_access_level: 40,
      merge_access_level: 40,
      allow_force_push: false,
      create_access_level: 40,
    });
  });
}
