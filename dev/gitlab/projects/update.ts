import type { Context } from "../context.ts";
import { findRef } from "../git/refs.ts";
import { setHead } from "../git/repository.ts";
import { movedTo } from "../http/access.ts";
import { invalid } from "../http/errors.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { Project } from "../store/people.ts";
import { givenOptions, type ProjectParams } from "./create.ts";
import { nameFaults, pathFaults, refuseFaults } from "./names.ts";

export async function updateProject(
  context: Context,
  project: Project,
  params: ProjectParams,
): Promise<Project> {
  const { store } = context;
  const { name = project.name, path = project.path, default_branch, ...rest } = params;
  refuseFaults({ name: nameFaults(name), path: path === project.path ? [] : pathFaults(path) });
  const full_path = project.full_path.replace(/[^/]+$/, path);
  const taken = store.projects.first({ full_path }) ?? store.groups.first({ full_path });
  if (taken && full_path !== project.full_path) throw invalid({ path: ["has already been taken"] });
  if (default_branch && default_branch !== project.default_branch) {
    await changeHead(context, project, default_branch);
  }
  const { description, visibility, topics = rest.tag_list } = rest;
  return store.projects.update(project.id, {
    name,
    path,
    ...movedTo(project, full_path),
    ...(default_branch && { default_branch }),
    ...(description !== undefined && { description }),
    ...(visibility !== undefined && { visibility }),
    ...(topics !== undefined && { topics }),
    options: { ...project.options, ...givenOptions(params) },
  });
}

async function changeHead(context: Context, project: Project, branch: string): Promise<void> {
  const repository = await repositoryOf(context, project);
  if (project.has_branch && !(await findRef(repository, `refs/heads/${branch}`))) {
    throw invalid({ base: [`Could not change HEAD: branch '${branch}' does not exist`] });
  }
  await setHead(repository, branch);
}
