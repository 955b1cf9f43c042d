import type { Repository } from "../git/command.ts";
import { readCommits } from "../git/commits.ts";

/** Titles that git has returned. A commit's id stands for its content, so its title never changes. */
const known = new Map<string, string>();
const mostKnown = 10_000;

/** Titles of commits by id. Commits that are gone are left out. */
export async function titlesOf(
  repository: Repository,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const unknown = [...new Set(ids)].filter((id) => !known.has(id));
  if (unknown.length > 0) {
    if (known.size > mostKnown) known.clear();
    for (const [id, title] of await told(repository, unknown)) known.set(id, title);
  }
  const titles = ids.map((id): [string, string | undefined] => [id, known.get(id)]);
  return new Map(titles.filter((each): each is [string, string] => each[1] !== undefined));
}

async function told(repository: Repository, ids: readonly string[]): Promise<[string, string][]> {
  try {
    return (await readCommits(repository, ids)).map(({ id, title }) => [id, title]);
  } catch {
    // Git refuses the whole list if one commit is gone.
    return [];
  }
}
