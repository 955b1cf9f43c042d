import { ask, git, type Repository } from "./command.ts";

export interface TreeEntry {
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly id: string;
  /** From the root of the repository. */
  readonly path: string;
}

/** The entries of a folder, with `recursive` all entries below it; undefined if there is no such folder. */
export async function listTree(
  repository: Repository,
  commit: string,
  path: string,
  recursive = false,
): Promise<TreeEntry[] | undefined> {
  const folder = path.replace(/^\/+|\/+$/g, "");
  if (folder !== "" && (await findEntry(repository, commit, folder))?.type !== "tree") return undefined;
  const args = ["ls-tree", "-z", ...(recursive ? ["-r", "-t"] : []), commit, "--"];
  const text = await git(repository, folder === "" ? args : [...args, `${folder}/`]);
  return parse(text).filter((entry) => entry.path.length > folder.length);
}

/** The entry at a path. */
export async function findEntry(
  repository: Repository,
  commit: string,
  path: string,
): Promise<TreeEntry | undefined> {
  if (path === "" || path.includes("\0")) return undefined;
  const text = await git(repository, ["ls-tree", "-z", commit, "--", path.replace(/\/+$/, "")]);
  return parse(text).find((entry) => entry.path === path);
}

/** The content of a blob; undefined if there is no such blob. */
export async function readBlob(repository: Repository, id: string): Promise<Buffer | undefined> {
  const { output } = await ask(repository, ["cat-file", "--batch"], {
    input: `${id.replaceAll("\n", "")}\n`,
  });
  const end = output.indexOf("\n");
  const [, type, size] = output.subarray(0, end).toString("utf8").split(" ");
  return type === "blob" ? output.subarray(end + 1, end + 1 + Number(size)) : undefined;
}

function parse(text: string): TreeEntry[] {
  return text
    .split("\0")
    .filter(Boolean)
    .map((line) => {
      const tab = line.indexOf("\t");
      const [mode, type, id] = line.slice(0, tab).split(" ") as [string, TreeEntry["type"], string];
      return { mode, type, id, path: line.slice(tab + 1) };
    });
}
