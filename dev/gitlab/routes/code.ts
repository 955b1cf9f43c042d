import { webUrl } from "../entities/project.ts";
import type { Repository } from "../git/command.ts";
import { findCommit } from "../git/refs.ts";
import { level, projectLevel, projectOf, signedIn } from "../http/access.ts";
import { forbidden, notFound } from "../http/errors.ts";
import type { Call } from "../http/route.ts";
import { repositoryOf } from "../repositories/repository.ts";
import type { Author } from "../repositories/update.ts";
import type { Project } from "../store/people.ts";

type ProjectCall = Pick<Call<{ readonly id: string }>, "context" | "identity" | "params" | "origin">;

/** A project whose code may be read, or written. */
export interface Code {
  readonly project: Project;
  readonly repository: Repository;
  /** The project's page. */
  readonly web: string;
}

/** The rights for reading code: 403 for guests of a project that is not public. */
export async function readCode(call: ProjectCall): Promise<Code> {
  const project = projectOf(call);
  const { context, identity } = call;
  const own = identity ? projectLevel(context, identity.user, project) : level.none;
  if (project.visibility === "private" && own < level.reporter) throw forbidden();
  const repository = await repositoryOf(context, project);
  return { project, repository, web: webUrl(project, call.origin) };
}

/** The rights for writing code: 403 below developers. */
export async function writeCode(call: ProjectCall): Promise<Code & { readonly author: Author }> {
  const project = projectOf(call, level.developer);
  const repository = await repositoryOf(call.context, project);
  const author = { project, user: signedIn(call), origin: call.origin };
  return { project, repository, web: webUrl(project, call.origin), author };
}

/** The commit of a name or id. @throws ApiError 404 */
export async function commitOf({ repository }: Pick<Code, "repository">, revision: string): Promise<string> {
  const id = await findCommit(repository, revision);
  if (!id) throw notFound("Commit");
  return id;
}
