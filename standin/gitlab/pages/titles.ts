import type { Repository } from "../git/command.ts";
import { readCommits } from "../git/commits.ts";

/** Titles of commits, by their ids; those that are gone are left out. */
export async function titlesOf(
  repository: Repository,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  try {
    return new Map((await readCommits(repository, ids)).map(({ id, title }) => [id, title]));
  } catch {
    // One commit that is gone makes git refuse all.
    return new Map();
  }
}
