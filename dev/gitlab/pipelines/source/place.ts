import type { Context } from "../../context.ts";
import { ask, git, type Repository } from "../../git/command.ts";
import { mergeBase } from "../../git/merge.ts";
import { findCommit, listRefs, zeroId } from "../../git/refs.ts";
import { canRead, findProject } from "../../http/access.ts";
import { repositoryPlace } from "../../projects/repository.ts";
import type { User } from "../../store/people.ts";

/** A commit of a project, as configurations and rules see it. */
export interface Place {
  /** The text of a file; undefined if there is none. */
  readonly read: (path: string) => Promise<string | undefined>;
  /** Every file, sorted. */
  readonly files: () => Promise<readonly string[]>;
  /** The paths that `changes` examines; undefined if there is nothing to compare with. */
  readonly changed: () => Promise<readonly string[] | undefined>;
  /** Files that changed since the commit and a ref diverged; undefined if there is no such ref. */
  readonly changedSince: (ref: string) => Promise<readonly string[] | undefined>;
  /** A commit of another project that the person may read. */
  readonly elsewhere: (project: string, ref: string | undefined) => Promise<Place | "no project" | "no ref">;
  /** Names of the tags. */
  readonly tags: () => Promise<readonly string[]>;
}

export interface PlaceOptions {
  readonly context: Context;
  readonly projectId: number;
  readonly sha: string;
  /** The commit that `changes` compares with. */
  readonly base: string | null;
  /** The caller. */
  readonly user: User | undefined;
}

export function placeOf({ context, projectId, sha, base, user }: PlaceOptions): Place {
  const repository = repositoryPlace(context, { id: projectId });
  if (sha === zeroId) return emptyPlace(context, user);
  const files = once(async () =>
    lines(await git(repository, ["ls-tree", "-r", "-z", "--name-only", sha])).sort(),
  );
  const changed = once(async () => (base === null ? undefined : differences(repository, base, sha)));
  return {
    files,
    changed,
    read: (path) => readText(repository, sha, path),
    changedSince: async (ref) => {
      const other = await findCommit(repository, ref);
      if (other === undefined) return undefined;
      return differences(repository, (await mergeBase(repository, other, sha)) ?? other, sha);
    },
    elsewhere: (path, ref) => elsewhere(context, user, path, ref),
    tags: async () =>
      (await listRefs(repository, "refs/tags/")).map(({ name }) => name.replace("refs/tags/", "")),
  };
}

async function elsewhere(context: Context, user: User | undefined, path: string, ref: string | undefined) {
  const project = findProject(context, path);
  if (!project || /^\d+$/.test(path) || !canRead(context, user, project)) return "no project";
  const sha = await findCommit(repositoryPlace(context, project), ref ?? project.default_branch);
  return sha === undefined ? "no ref" : placeOf({ context, projectId: project.id, sha, base: null, user });
}

/** A project without a commit. */
function emptyPlace(context: Context, user: User | undefined): Place {
  return {
    read: async () => undefined,
    files: async () => [],
    changed: async () => undefined,
    changedSince: async () => undefined,
    tags: async () => [],
    elsewhere: (path, ref) => elsewhere(context, user, path, ref),
  };
}

async function readText(repository: Repository, sha: string, path: string): Promise<string | undefined> {
  if (path === "" || /[\0\n]/.test(path)) return undefined;
  const { output } = await ask(repository, ["cat-file", "--batch"], { input: `${sha}:${path}\n` });
  const end = output.indexOf("\n");
  const [, type, size] = output.subarray(0, end).toString("utf8").split(" ");
  return type === "blob" ? output.subarray(end + 1, end + 1 + Number(size)).toString("utf8") : undefined;
}

async function differences(repository: Repository, from: string, to: string): Promise<string[]> {
  return lines(await git(repository, ["diff-tree", "-r", "-z", "--no-renames", "--name-only", from, to]));
}

function lines(text: string): string[] {
  return text.split("\0").filter(Boolean);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
