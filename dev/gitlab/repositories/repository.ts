import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import type { Context } from "../context.ts";
import type { Repository } from "../git/command.ts";
import type { Rules } from "../git/protection.ts";
import { isEmpty } from "../git/refs.ts";
import { createRepository, recover } from "../git/repository.ts";
import { repositoryPlace } from "../projects/repository.ts";
import type { Project } from "../store/people.ts";
import { firstProtectionOf } from "./first-branch.ts";

/** A project's repository. A missing one is created. */
export function repositoryOf(context: Pick<Context, "folder">, project: Project): Promise<Repository> {
  return createRepository(repositoryPlace(context, project).path, project.default_branch);
}

/** Removes the repositories of projects that are removed for good. */
export function followRemovals(context: Context): void {
  context.events.on("project-removed", async (project) => {
    await rm(repositoryPlace(context, project).path, { recursive: true, force: true });
    context.store.transaction(() => {
      const { mergeRequests, notes, commitStatuses, issues, milestones, resourceEvents } = context.store;
      const { approvals, releases, releaseLinks } = context.store;
      const work = [issues, milestones, resourceEvents, approvals, releases, releaseLinks];
      for (const table of [mergeRequests, notes, commitStatuses, ...work]) {
        (table as typeof notes).removeAll({ project_id: project.id });
      }
    });
  });
}

/** Repairs repositories after the server was killed, before it serves them. */
export async function recoverRepositories(context: Context): Promise<void> {
  for (const project of context.store.projects.all()) {
    const place = repositoryPlace(context, project);
    if (existsSync(place.path)) await recover(place);
  }
}

/** The protections of a project's refs. */
export async function rulesOf(context: Context, project: Project, origin: string): Promise<Rules> {
  const { store } = context;
  const where = { project_id: project.id };
  return {
    project: project.full_path,
    membersUrl: `${origin}/${project.full_path}/-/project_members`,
    defaultBranch: project.default_branch,
    firstPush: firstProtectionOf(context, project).firstPush,
    isEmpty: await isEmpty(await repositoryOf(context, project)),
    branches: store.protectedBranches.all(where).map((rule) => ({
      pattern: rule.name,
      push: [rule.push_access_level],
      merge: [rule.merge_access_level],
      allowsForcePush: rule.allow_force_push,
    })),
    tags: store.protectedTags.all(where).map((rule) => ({
      pattern: rule.name,
      create: [rule.create_access_level],
    })),
  };
}
