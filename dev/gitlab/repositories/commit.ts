import type { Context } from "../context.ts";
import { type Action, ActionError } from "../git/actions.ts";
import type { Repository } from "../git/command.ts";
import { lastChange } from "../git/commits.ts";
import { canPush } from "../git/protection.ts";
import { findCommit, isRefName, RefMoved, zeroId } from "../git/refs.ts";
import { treeWith, writeCommit } from "../git/write.ts";
import { projectLevel } from "../http/access.ts";
import { invalid } from "../http/errors.ts";
import { repositoryOf, rulesOf } from "./repository.ts";
import { type Author, changeRefs } from "./update.ts";

/** A commit that a client of the API requests. */
export interface CommitRequest {
  readonly branch: string;
  readonly message: string;
  readonly actions: readonly (Action & {
    /** The file's last commit that the client knows. */
    readonly seen?: string | undefined;
  })[];
  readonly startBranch?: string | undefined;
  readonly startSha?: string | undefined;
  readonly authorName?: string | undefined;
  readonly authorEmail?: string | undefined;
  /** Resets the branch to its start. */
  readonly force?: boolean | undefined;
  /** The message for a file that has changed since the client read it. */
  readonly stale: (path: string) => string;
}

/** Writes a commit with changes of files to a branch. @returns its id @throws ApiError */
export async function commitFiles(context: Context, author: Author, request: CommitRequest): Promise<string> {
  const { project, user } = author;
  const repository = await repositoryOf(context, project);
  const [start, head] = await startOf(context, author, repository, request);
  for (const { path, seen } of start ? request.actions : []) {
    const last = seen && start ? await lastChange(repository, start, path) : undefined;
    if (last !== undefined && last !== seen) throw invalid(request.stale(path));
  }
  const committer = { name: user.name, email: user.email };
  const name = request.authorName ?? committer.name;
  const email = request.authorEmail ?? committer.email;
  try {
    const after = await writeCommit(repository, {
      tree: await treeWith(repository, start, request.actions),
      parents: start ? [start] : [],
      message: request.message,
      author: { name, email },
      committer,
    });
    await changeRefs(context, author, [
      { ref: `refs/heads/${request.branch}`, before: head ?? zeroId, after },
    ]);
    return after;
  } catch (error) {
    if (error instanceof ActionError || error instanceof RefMoved) throw invalid(error.message);
    throw error;
  }
}

/** The commit to build on, and the branch's head. */
async function startOf(
  context: Context,
  author: Author,
  repository: Repository,
  { branch, startBranch = branch, startSha, force = false }: CommitRequest,
): Promise<[start: string | undefined, head: string | undefined]> {
  const { project, user, origin } = author;
  const rules = await rulesOf(context, project, origin);
  if (!canPush(rules, projectLevel(context, user, project), branch)) {
    throw invalid("You are not allowed to push into this branch");
  }
  const head = await findCommit(repository, `refs/heads/${branch}`);
  const start = await findCommit(repository, startSha ?? `refs/heads/${startBranch}`);
  if (startSha !== undefined && !start) throw invalid(`Cannot find start_sha '${startSha}'`);
  if (!start && !rules.isEmpty) throw invalid("You can only create or edit files when you are on a branch");
  const isOther = startSha !== undefined || startBranch !== branch;
  if (isOther && head && !force) {
    throw invalid(
      `A branch called '${branch}' already exists. Switch to that branch in order to make changes`,
    );
  }
  if (!head && !(await isRefName(repository, branch))) {
    throw invalid(`Something went wrong when we tried to create '${branch}' for you: Branch name is invalid`);
  }
  return [start, head];
}
