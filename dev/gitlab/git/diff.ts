import { git, type Repository } from "./command.ts";

/** The id of the empty tree. The first commit is compared with it. */
export const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

export interface FileDiff {
  readonly oldPath: string;
  readonly newPath: string;
  readonly oldMode: string;
  readonly newMode: string;
  readonly status: "added" | "deleted" | "renamed" | "modified";
  /** The hunks, without the lines that name the files. */
  readonly patch: string;
}

export interface Stats {
  readonly additions: number;
  readonly deletions: number;
  readonly total: number;
}

/** The changes between two commits or trees. */
export async function diff(repository: Repository, from: string, to: string): Promise<FileDiff[]> {
  const common = ["diff-tree", "-r", "-M", "--no-ext-diff"];
  const raw = await git(repository, [...common, "--raw", "-z", from, to]);
  if (raw === "") return [];
  const patches = await git(repository, [...common, "--patch", from, to]);
  return combine(raw, patches);
}

/** How many lines changed. */
export async function diffStats(repository: Repository, from: string, to: string): Promise<Stats> {
  const text = await git(repository, ["diff-tree", "-r", "-M", "--numstat", from, to]);
  let [additions, deletions] = [0, 0];
  for (const line of text.split("\n")) {
    const [added, deleted] = line.split("\t").map((count) => Number.parseInt(count, 10) || 0);
    additions += added ?? 0;
    deletions += deleted ?? 0;
  }
  return { additions, deletions, total: additions + deletions };
}

/** Git's raw list and its patch name the files in the same order. */
function combine(raw: string, patches: string): FileDiff[] {
  const texts = `\n${patches}`.split(/\ndiff --git /).slice(1);
  const words = raw.split("\0").filter(Boolean);
  const diffs: FileDiff[] = [];
  for (let at = 0; at < words.length; ) {
    const [oldMode = "", newMode = "", , , letter = ""] = (words[at++] ?? "").slice(1).split(" ");
    const oldPath = words[at++] ?? "";
    const newPath = /^[RC]/.test(letter) ? (words[at++] ?? "") : oldPath;
    const patch = hunks(texts[diffs.length] ?? "");
    diffs.push({ oldPath, newPath, oldMode, newMode, status: statusOf(letter), patch });
  }
  return diffs;
}

function statusOf(letter: string): FileDiff["status"] {
  if (letter === "A") return "added";
  if (letter === "D") return "deleted";
  return letter.startsWith("R") ? "renamed" : "modified";
}

function hunks(patch: string): string {
  const start = /^(@@|Binary files )/m.exec(patch);
  return start ? `${patch.slice(start.index).replace(/\n$/, "")}\n` : "";
}
