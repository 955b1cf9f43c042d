import type { Context } from "../context.ts";
import { zeroId } from "../git/refs.ts";
import { treeWith, writeCommit } from "../git/write.ts";
import { repositoryOf } from "../repositories/repository.ts";
import { type Author, changeRefs } from "../repositories/update.ts";

/** The first commit of a project that asks for a README. */
export async function writeReadme(context: Context, author: Author): Promise<void> {
  const { project, user } = author;
  const repository = await repositoryOf(context, project);
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
  await changeRefs(context, author, [{ ref, before: zeroId, after }]);
}
