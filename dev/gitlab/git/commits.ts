import { git, type Repository } from "./command.ts";

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** As GitLab writes it: `2026-11-21T13:00:00.000+00:00`. */
  readonly date: string;
}

export interface Commit {
  readonly id: string;
  readonly parents: readonly string[];
  readonly tree: string;
  readonly author: Signature;
  readonly committer: Signature;
  readonly title: string;
  readonly message: string;
}

/** A part of the history. Revisions are ids of commits. */
export interface History {
  readonly from: readonly string[];
  /** Leaves out these commits and their ancestors. */
  readonly without?: readonly string[];
  readonly path?: string | undefined;
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  readonly author?: string | undefined;
  readonly firstParent?: boolean | undefined;
  readonly order?: "default" | "topo" | undefined;
}

const fields = ["%H", "%P", "%T", "%an", "%ae", "%ai", "%cn", "%ce", "%ci", "%B"];

/** Commits, the newest first. */
export async function history(
  repository: Repository,
  wanted: History,
  { skip = 0, limit = -1 }: { readonly skip?: number; readonly limit?: number } = {},
): Promise<Commit[]> {
  const format = `--format=tformat:${fields.join("%x00")}`;
  const range = [`--skip=${skip}`, `--max-count=${limit}`, "--encoding=UTF-8"];
  return parse(await git(repository, ["log", "-z", format, ...range, ...selection(wanted)]));
}

export async function countHistory(repository: Repository, wanted: History): Promise<number> {
  return Number(await git(repository, ["rev-list", "--count", ...selection(wanted)]));
}

/** These commits, in this order. */
export async function readCommits(repository: Repository, ids: readonly string[]): Promise<Commit[]> {
  if (ids.length === 0) return [];
  const args = ["log", "-z", "--no-walk=unsorted", "--stdin", "--encoding=UTF-8"];
  const format = `--format=tformat:${fields.join("%x00")}`;
  const input = `${[...new Set(ids)].join("\n")}\n`;
  const read = parse(await git(repository, [...args, format], { input }));
  const byId = new Map(read.map((commit) => [commit.id, commit]));
  return ids.map((id) => byId.get(id)).filter((commit) => commit !== undefined);
}

export async function readCommit(repository: Repository, id: string): Promise<Commit> {
  const [commit] = await readCommits(repository, [id]);
  if (!commit) throw new Error(`no commit ${id}`);
  return commit;
}

/** The last commit that changed a path, in the history of a commit. */
export async function lastChange(
  repository: Repository,
  from: string,
  path: string,
): Promise<string | undefined> {
  return (await git(repository, ["rev-list", "--max-count=1", from, "--", path])) || undefined;
}

function selection({
  from,
  without = [],
  path,
  since,
  until,
  author,
  firstParent,
  order,
}: History): string[] {
  return [
    ...(since ? [`--since=${since}`] : []),
    ...(until ? [`--until=${until}`] : []),
    ...(author ? [`--author=${author}`] : []),
    ...(firstParent ? ["--first-parent"] : []),
    ...(order === "topo" ? ["--topo-order"] : []),
    ...from,
    ...without.map((id) => `^${id}`),
    "--",
    ...(path ? [path] : []),
  ];
}

function parse(text: string): Commit[] {
  const values = text.split("\0");
  const commits: Commit[] = [];
  for (let at = 0; at + fields.length <= values.length; at += fields.length) {
    const [id, parents, tree, author, email, date, committer, itsEmail, itsDate, message] = values.slice(
      at,
      at + fields.length,
    ) as [string, string, string, string, string, string, string, string, string, string];
    commits.push({
      id,
      parents: parents.split(" ").filter(Boolean),
      tree,
      author: { name: author, email, date: isoDate(date) },
      committer: { name: committer, email: itsEmail, date: isoDate(itsDate) },
      title: titleOf(message),
      message,
    });
  }
  return commits;
}

function titleOf(message: string): string {
  return (message.trimStart().split(/\n\s*\n/)[0] ?? "").trim().replaceAll(/\s*\n\s*/g, " ");
}

/** `2026-11-21 13:00:00 +0100` in the form of ISO 8601. */
function isoDate(date: string): string {
  return date.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, "$1T$2.000$3:$4");
}
