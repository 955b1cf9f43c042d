import type { Context } from "../context.ts";
import { updateRefs, zeroId } from "../git/refs.ts";
import { treeWith, writeCommit } from "../git/write.ts";
import type { Project, User } from "../store/people.ts";
import { noteFirstBranch } from "./first-branch.ts";
import { repositoryOf } from "./repository.ts";

/** The first commit of a project that asks for a README. */
export async function writeReadme(context: Context, project: Project, user: User): Promise<void> {
  const repository = repositoryOf(context, project);
  const content = Buffer.from(`# ${project.name}\n\n${project.description ?? ""}\n`);
  const tree = await treeWith(repository, undefined, [{ action: "create", path: "README.md", content }]);
  const person = { name: user.name, email: user.email };
  const after = await writeCommit(repository, {
    tree,
    parents: [],
    message: "Initial commit",
    author: person,
    committer: person,
  });
  const ref = `refs/heads/${project.default_branch}`;
  await updateRefs(repository, [{ ref, before: zeroId, after }]);
  const event = { projectId: project.id, userId: user.id, ref, before: zeroId, after, options: [] };
  await noteFirstBranch(context, event);
  context.events.emit("push", event);
}
