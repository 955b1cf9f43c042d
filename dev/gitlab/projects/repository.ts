import { join } from "node:path";
import type { Context } from "../context.ts";
import type { Repository } from "../git/command.ts";
import type { Project } from "../store/people.ts";

/**
 * The bare repository of a project. Its folder has the project's number, so renaming a project moves nothing.
 */
export function repositoryPlace(
  { folder }: Pick<Context, "folder">,
  { id }: Pick<Project, "id">,
): Repository {
  return { path: join(folder, "repositories", `${id}.git`) };
}
