import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";
import { treeWith, writeCommit } from "../git/write.ts";
import { repositoryOf } from "../repositories/repository.ts";
import { type Author, changeRefs } from "../repositories/update.ts";

/** The first commit of a project, on its default branch. */
export async function writeReadme(
  context: Context,
  author: Author,
  message = "Initial commit",
): Promise<void> {
  const { project, user } = author;
  const repository = await repositoryOf(context, project);
  const content = Buffer.from(`# ${project.name}\n\n${project.description ?? ""}\n`);
  const tree = await treeWith(repository, undefined, [{ action: "create", path: "README.md", content }]);
  const person = { name: user.name, email: user.email };
  const after = await writeCommit(repository, {
    tree,
    parents: [],
    message,
    author: person,
    committer: person,
  });
  const ref = `refs/heads/${project.default_branch}`;
  await changeRefs(context, author, [{ ref, before: zeroId, after }]);
}
