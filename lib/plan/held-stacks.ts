import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Problem, ProblemError } from "../problems/index.ts";
import { type Hold, heldFolder } from "../releases/index.ts";

/**
 * The folder with the files of a held stack: a checkout of the release's commit, below the repository's folder. Containers
 * of this machine bind files in it, so it stays while they do, and other users may read it.
 * @throws ProblemError if git does not have the commit
 */
export function heldRoot(root: string, stage: string, id: string, { commit = "", release }: Hold): string {
  const place = join(root, heldFolder(stage), commit);
  if (existsSync(place)) return place;
  const archive = archiveOf(root, commit) ?? (fetched(root, commit) ? archiveOf(root, commit) : undefined);
  if (!archive) throw new ProblemError([lacking(id, commit, release)]);
  mkdirSync(dirname(place), { recursive: true });
  const fresh = mkdtempSync(`${place}-`);
  try {
    execFileSync("tar", ["-x", "-C", fresh], { input: archive });
    execFileSync("chmod", ["u=rwx,go=rx", fresh]);
    if (!existsSync(place)) renameSync(fresh, place);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
  return place;
}

function archiveOf(root: string, commit: string): Buffer | undefined {
  return quietly(() =>
    execFileSync("git", ["archive", "--format=tar", commit], {
      cwd: root,
      maxBuffer: 1 << 30,
      stdio: ["ignore", "pipe", "ignore"],
    }),
  );
}

/** A checkout of a pipeline has the newest commits only. */
function fetched(root: string, commit: string): boolean {
  const args = ["fetch", "--quiet", "--depth=1", "origin", commit];
  return quietly(() => execFileSync("git", args, { cwd: root, stdio: "ignore" })) !== undefined;
}

function quietly<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function lacking(id: string, commit: string, release: number): Problem {
  return {
    path: `stacks/${id}`,
    expected: `commit ${commit.slice(0, 12)}, from which release ${release} was made: the stack is held there`,
    found: "no such commit in this repository",
    remedy: "fetch it with git",
  };
}
