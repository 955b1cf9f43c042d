import { ask, GitError, git, type Repository } from "./command.ts";

/** The id that git uses for a ref that does not exist. */
export const zeroId = "0".repeat(40);

export interface Ref {
  /** In full: `refs/heads/main`. */
  readonly name: string;
  /** Of a commit, or of the tag object of an annotated tag. */
  readonly object: string;
  /** The commit that it points to. */
  readonly commit: string;
}

/** A change of a ref. `zeroId` before: it is created; after: it is deleted. */
export interface RefUpdate {
  readonly ref: string;
  readonly before: string;
  readonly after: string;
}

/** Somebody else has changed the ref in the meantime. */
export class RefMoved extends Error {
  constructor(ref: string) {
    super(`9:Could not update ${ref}. Please refresh and try again.`);
    this.name = "RefMoved";
  }
}

/**
 * The refs below a prefix such as `refs/heads/`, or one ref, by name. Refs that point to no commit are left
 * out.
 */
export async function listRefs(repository: Repository, prefix: string): Promise<Ref[]> {
  const fields = "%(refname)%00%(objectname)%00%(objecttype)%00%(*objectname)%00%(*objecttype)";
  const text = await git(repository, ["for-each-ref", `--format=${fields}`, "--", prefix]);
  return text
    .split("\n")
    .filter(Boolean)
    .flatMap((line) => {
      const [name = "", object = "", type, peeled = "", peeledType] = line.split("\0");
      if (type === "commit") return [{ name, object, commit: object }];
      return peeledType === "commit" ? [{ name, object, commit: peeled }] : [];
    });
}

/** The ref of exactly this full name. */
export async function findRef(repository: Repository, name: string): Promise<Ref | undefined> {
  if (name.endsWith("/")) return undefined;
  return (await listRefs(repository, name)).find((ref) => ref.name === name);
}

/** The id of the commit of a branch, a tag, an id or an abbreviated id. */
export async function findCommit(repository: Repository, revision: string): Promise<string | undefined> {
  if (revision === "" || revision.startsWith("-") || revision.includes("\0")) return undefined;
  const args = ["rev-parse", "--verify", "--quiet", `${revision}^{commit}`];
  const { code, output } = await ask(repository, args, { answers: [0, 1, 128] });
  return code === 0 ? output.toString("utf8").trim() : undefined;
}

/** True for a name that git and GitLab accept for a branch or tag. */
export async function isRefName(repository: Repository, name: string): Promise<boolean> {
  if (name.startsWith("-") || name === "HEAD" || /^refs\/(heads|tags|remotes)\//.test(name)) return false;
  if (name.includes("\0")) return false;
  const { code } = await ask(repository, ["check-ref-format", `refs/heads/${name}`], { answers: [0, 1] });
  return code === 0;
}

/** Changes all refs or none. Each must still have its old value. @throws RefMoved */
export async function updateRefs(repository: Repository, updates: readonly RefUpdate[]): Promise<void> {
  const commands = updates.map(({ ref, before, after }) => `update ${ref}\0${after}\0${before}\0`);
  try {
    await git(repository, ["update-ref", "--stdin", "-z"], { input: commands.join("") });
  } catch (error) {
    const refused = error instanceof GitError && /cannot lock ref|Unable to create/.test(error.stderr);
    throw refused ? new RefMoved(updates[0]?.ref ?? "") : error;
  }
}

/** True if no branch exists yet. */
export async function isEmpty(repository: Repository): Promise<boolean> {
  return (await git(repository, ["for-each-ref", "--count=1", "--format=%(refname)", "refs/heads/"])) === "";
}

/** The full names of the refs below a prefix whose history contains a commit. */
export async function refsWith(repository: Repository, commit: string, prefix: string): Promise<string[]> {
  const args = ["for-each-ref", "--format=%(refname)", "--contains", commit, "--", prefix];
  return (await git(repository, args)).split("\n").filter(Boolean);
}
